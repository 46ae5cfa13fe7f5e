import { AppError } from '#core/app-error.ts';
import type { Ground } from '#imaging/ground.ts';
import type { Picture } from '#imaging/picture.ts';
import { findMotifs } from './find-motifs.ts';
import type { Motif } from './motif.ts';

/** `findMotifs`, or AppError `bad_request` that says what was not found and what to do. `what`: "print". */
export function requireMotifs(photo: Picture, ground: Ground, what: string): readonly Motif[] {
  const motifs = findMotifs(photo, ground);
  if (motifs.length > 0) return motifs;
  throw new AppError(
    'bad_request',
    ground.region
      ? `No ${what} stands out in the region drawn for this defect: draw it around the ${what}, with a little of the plain surface on all sides.`
      : `No ${what} was found on this photo: draw a region around it on the cell's page, or mark the cell as impossible where the product has none.`,
  );
}
