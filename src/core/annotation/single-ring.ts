import { bridgeRings } from './bridge-rings.ts';
import type { Ring } from './trace-rings.ts';

/**
 * All rings of a region as one: holes are keyholed, parts are hung together, by bridges that are walked
 * there and back. A bridge has no width, so a reader that fills by crossings (pycocotools, even-odd)
 * gets the very same mask, and a reader that takes only one polygon per instance gets all of it.
 */
export function singleRing(rings: readonly Ring[]): Ring {
  const [only] = rings;
  if (only === undefined) return [];
  if (rings.length === 1) return only;

  const firstPoint: number[] = [];
  const ringOf: number[] = [];
  rings.forEach((ring, index) => {
    firstPoint.push(ringOf.length);
    for (let i = 0; i < ring.length; i += 2) ringOf.push(index);
  });
  const bridges = new Map<number, number[]>();
  const link = (a: number, b: number): void => {
    const known = bridges.get(a);
    if (known) known.push(b);
    else bridges.set(a, [b]);
  };
  for (const { from, to } of bridgeRings(rings)) {
    link(from, to);
    link(to, from);
  }

  const out: number[] = [];
  const emit = (point: number): void => {
    const ring = rings[ringOf[point]!]!;
    const i = (point - firstPoint[ringOf[point]!]!) * 2;
    // Rings that share a corner are joined there by a bridge of no length.
    if (out.at(-2) !== ring[i] || out.at(-1) !== ring[i + 1]) out.push(ring[i]!, ring[i + 1]!);
  };

  // A walk with its own stack: thousands of specks would be thousands of nested calls.
  const visited = new Uint8Array(rings.length);
  const stack = [{ ring: 0, entry: 0, step: 0, bridge: 0 }];
  visited[0] = 1;
  while (stack.length > 0) {
    const here = stack.at(-1)!;
    const first = firstPoint[here.ring]!;
    const size = rings[here.ring]!.length / 2;
    const point = first + ((here.entry + here.step) % size);
    emit(point);
    if (here.step === size) {
      stack.pop();
      continue;
    }
    const across = bridges.get(point)?.[here.bridge++];
    if (across === undefined) {
      here.step++;
      here.bridge = 0;
    } else if (visited[ringOf[across]!] === 0) {
      const ring = ringOf[across]!;
      visited[ring] = 1;
      stack.push({ ring, entry: across - firstPoint[ring]!, step: 0, bridge: 0 });
    }
  }
  // The walk ends where it began, and a ring closes by itself.
  return out.slice(0, -2);
}
