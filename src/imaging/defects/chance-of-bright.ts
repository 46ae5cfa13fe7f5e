import type { Surface } from '#imaging/surface/surface.ts';
import type { Site } from './family.ts';

/** Luma outside of which there is hardly room for marks of the darker, or of the lighter tone. */
const ROOM = { from: 50, to: 205 };

/**
 * Chance that a mark nobody named a tone for is lighter than what it lies on: `usual` on a part. In a frame full of texture, which
 * nobody named either, brightness says little of the material: there both tones come, so that none is missed.
 */
export function chanceOfBright(
  surface: Pick<Surface, 'wholeFrame'>,
  { luma }: Pick<Site, 'luma'>,
  usual: number,
  inField: number,
): number {
  return surface.wholeFrame && luma > ROOM.from && luma < ROOM.to ? inField : usual;
}
