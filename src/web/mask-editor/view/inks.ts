import type { Inks } from './paint-labels.ts';

/** Told apart on any surface, the first ones also by the colour-blind; the list beside the picture shows them too. */
export const defectColours: readonly (readonly [number, number, number])[] = [
  [255, 0, 200],
  [0, 190, 255],
  [255, 200, 0],
  [0, 220, 120],
  [160, 110, 255],
  [255, 110, 40],
  [120, 230, 230],
  [230, 60, 60],
  [190, 230, 40],
];

/** As CSS. */
export function colourOf(place: number): string {
  return `rgb(${defectColours[place % defectColours.length]!.join(' ')})`;
}

/** Of each mark by number: `places` is the place of its defect in the list, `null` for none. */
export function inksOf(places: readonly (number | null)[], selected: number | null): Inks {
  const inside = new Uint32Array(places.length);
  const edge = new Uint32Array(places.length);
  places.forEach((place, mark) => {
    if (place === null) return;
    const [red, green, blue] = defectColours[place % defectColours.length]!;
    const ink = (alpha: number) => ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    inside[mark] = ink(mark === selected ? 150 : 105);
    edge[mark] = mark === selected ? 0xffffffff : ink(255);
  });
  return { inside, edge };
}
