import { uniteRegions, type Region } from '#core/annotation/region.ts';

/** A piece smaller than this share of a mark near it is one of its splinters or splashes. */
const SPLINTER = 0.2;
/** How far splinters and splashes lie, in parts of the mark's longer side. */
const REACH = 0.5;

/** Pieces of a mask to marks: small pieces near a large one belong to it. Largest first. */
export function groupMarks(pieces: readonly Region[]): Region[] {
  const marks: [Region, ...Region[]][] = [];
  for (const piece of [...pieces].sort((a, b) => b.area - a.area)) {
    const home = marks.find(
      ([main]) =>
        piece.area < SPLINTER * main.area &&
        gapBetween(main, piece) < REACH * Math.max(main.box.width, main.box.height),
    );
    if (home) home.push(piece);
    else marks.push([piece]);
  }
  return marks.map(uniteRegions);
}

/** Distance between two boxes, px; 0 where they overlap. */
function gapBetween({ box: a }: Region, { box: b }: Region): number {
  const across = Math.max(0, a.x - b.x - b.width, b.x - a.x - a.width);
  const down = Math.max(0, a.y - b.y - b.height, b.y - a.y - a.height);
  return Math.hypot(across, down);
}
