import fc from 'fast-check';
import { createRandom } from '../random.ts';
import type { Mask } from './mask.ts';

type Draw = (x: number, y: number) => boolean;

/** Small masks of every awkward kind, for property tests; may be empty. */
export const maskArbitrary: fc.Arbitrary<Mask> = fc
  .tuple(fc.integer({ min: 1, max: 22 }), fc.integer({ min: 1, max: 22 }))
  .chain(([width, height]) => {
    const size = width * height;
    const build = (draw: Draw): Mask => ({
      width,
      height,
      data: Uint8Array.from({ length: size }, (_, i) => (draw(i % width, Math.floor(i / width)) ? 255 : 0)),
    });
    const pixel = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1) });
    return fc.oneof(
      fc
        .array(fc.boolean(), { minLength: size, maxLength: size })
        .map((set) => build((x, y) => set[y * width + x]!)),
      fc.constant(build(() => true)),
      pixel.map((one) => build((x, y) => x === one.x && y === one.y)),
      fc.constant(build((x, y) => (x + y) % 2 === 0)),
      // A frame in a frame in a frame: holes with islands in them.
      fc.constant(build((x, y) => Math.min(x, y, width - 1 - x, height - 1 - y) % 2 === 0)),
      pixel.chain((centre) =>
        fc.integer({ min: 2, max: 12 }).map((radius) =>
          build((x, y) => {
            const distance = Math.hypot(x - centre.x, y - centre.y);
            return distance < radius && distance > radius / 2;
          }),
        ),
      ),
      fc.nat().map((seed) => build(scratch(width, height, seed))),
    );
  });

/** A wandering line one pixel wide, with gaps. */
function scratch(width: number, height: number, seed: number): Draw {
  const random = createRandom(seed);
  const pixels = new Set<number>();
  let x = random.between(0, width);
  let y = random.between(0, height);
  let heading = random.between(0, 2 * Math.PI);
  for (let step = 0; step < 40; step++) {
    x += Math.cos(heading);
    y += Math.sin(heading);
    heading += random.between(-0.3, 0.3);
    if (random.chance(0.9)) pixels.add(Math.floor(y) * 1000 + Math.floor(x));
  }
  return (px, py) => pixels.has(py * 1000 + px);
}
