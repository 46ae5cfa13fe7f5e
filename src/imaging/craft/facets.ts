import type { Random } from '#core/random.ts';

/** Planes that cut a lump: its broken sides. */
export function facets(count: number, random: Random): { x: number; y: number; height: number }[] {
  const turn = random.between(0, 2 * Math.PI);
  return Array.from({ length: count }, (_, k) => {
    const way = turn + ((k + random.between(0, 0.7)) / count) * 2 * Math.PI;
    const steep = random.between(0.4, 1);
    return { x: Math.cos(way) * steep, y: Math.sin(way) * steep, height: random.between(0.75, 1) };
  });
}
