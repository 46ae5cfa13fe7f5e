import type { Ring } from './trace-rings.ts';

/** From point `from` of one ring to point `to` of another; points are numbered through all rings. */
export type Bridge = { readonly from: number; readonly to: number };

/**
 * The short bridges that hang all rings together: a spanning tree over the rings' points.
 *
 * A flood from all points at once over the lattice gives every ring its neighbourhood; where two
 * neighbourhoods meet, their points are a candidate, and Kruskal (1956) takes the shortest. It ends when
 * the candidates connect everything. Comparing every point with every other would cost the square of the
 * outline; this costs no more than the box.
 */
export function bridgeRings(rings: readonly Ring[]): Bridge[] {
  if (rings.length < 2) return [];
  const points = numberPoints(rings);
  const candidates = meetings(points, rings.length);
  candidates.sort((a, b) => a.length - b.length || a.from - b.from || a.to - b.to);
  const { connect } = createNet(rings.length);
  return candidates.filter(({ from, to }) => connect(points.ring[from]!, points.ring[to]!));
}

type Net = {
  /** Says whether the two were separate before. */
  readonly connect: (a: number, b: number) => boolean;
  readonly isWhole: () => boolean;
};

/** Union-find over the rings. */
function createNet(ringCount: number): Net {
  const parents = Uint32Array.from({ length: ringCount }, (_, ring) => ring);
  let pieces = ringCount;
  const root = (ring: number): number => {
    while (parents[ring] !== ring) {
      parents[ring] = parents[parents[ring]!]!;
      ring = parents[ring]!;
    }
    return ring;
  };
  return {
    connect: (a, b) => {
      const [rootA, rootB] = [root(a), root(b)];
      if (rootA === rootB) return false;
      parents[rootB] = rootA;
      pieces--;
      return true;
    },
    isWhole: () => pieces <= 1,
  };
}

type Points = { readonly x: Int32Array; readonly y: Int32Array; readonly ring: Int32Array };

function numberPoints(rings: readonly Ring[]): Points {
  const count = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
  const points = { x: new Int32Array(count), y: new Int32Array(count), ring: new Int32Array(count) };
  let point = 0;
  rings.forEach((ring, index) => {
    for (let i = 0; i < ring.length; i += 2, point++) {
      points.x[point] = ring[i]!;
      points.y[point] = ring[i + 1]!;
      points.ring[point] = index;
    }
  });
  return points;
}

type Candidate = Bridge & { readonly length: number };

function meetings({ x, y, ring }: Points, ringCount: number): Candidate[] {
  const left = x.reduce((a, b) => Math.min(a, b));
  const top = y.reduce((a, b) => Math.min(a, b));
  // One column and row of margin, so that no step leaves the lattice; margins count as taken by none.
  const stride = x.reduce((a, b) => Math.max(a, b)) - left + 3;
  const rows = y.reduce((a, b) => Math.max(a, b)) - top + 3;
  const untaken = -1;
  const margin = -2;
  const owner = new Int32Array(stride * rows).fill(margin);
  for (let row = 1; row < rows - 1; row++) owner.fill(untaken, row * stride + 1, (row + 1) * stride - 1);

  const best = new Map<number, Candidate>();
  const net = createNet(ringCount);
  const meet = (a: number, b: number): void => {
    const from = Math.min(a, b);
    const to = Math.max(a, b);
    const length = (x[from]! - x[to]!) ** 2 + (y[from]! - y[to]!) ** 2;
    const key = ring[from]! * ringCount + ring[to]!;
    const known = best.get(key);
    if (!known || length < known.length) best.set(key, { from, to, length });
    if (!known) net.connect(ring[from]!, ring[to]!);
  };

  const queue = new Int32Array((stride - 2) * (rows - 2));
  let filled = 0;
  for (let point = 0; point < x.length; point++) {
    const at = (y[point]! - top + 1) * stride + x[point]! - left + 1;
    const other = owner[at]!;
    if (other === untaken) {
      owner[at] = point;
      queue[filled++] = at;
    } else if (ring[other] !== ring[point]) meet(other, point);
  }
  const steps = [1, stride, -1, -stride];
  for (let next = 0; next < filled && !net.isWhole(); next++) {
    const at = queue[next]!;
    const mine = owner[at]!;
    for (const step of steps) {
      const other = owner[at + step]!;
      if (other === untaken) {
        owner[at + step] = mine;
        queue[filled++] = at + step;
      } else if (other !== margin && other !== mine && ring[other] !== ring[mine]) meet(other, mine);
    }
  }
  return [...best.values()];
}
