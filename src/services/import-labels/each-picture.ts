import { AppError } from '#core/app-error.ts';
import type { LabelledPicture } from '#core/dataset/import/labelled-picture.ts';

export type PictureHooks = { signal: AbortSignal; onPicture: (done: number, total: number) => void };

/**
 * Goes through labelled pictures one after the other; says which of them were refused, and why. Throws AppError `cancelled`
 * once the signal says so, and whatever else is no matter of one file.
 */
export async function eachPicture(
  pictures: readonly LabelledPicture[],
  { signal, onPicture }: PictureHooks,
  take: (picture: LabelledPicture) => Promise<void>,
): Promise<{ file: string; message: string }[]> {
  const refused: { file: string; message: string }[] = [];
  for (const [index, picture] of pictures.entries()) {
    if (signal.aborted) {
      throw new AppError(
        'cancelled',
        `Stopped after ${index} of ${pictures.length} pictures, which are done: run it again to go on.`,
      );
    }
    try {
      await take(picture);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'file_refused') throw error;
      refused.push({ file: picture.path, message: error.message });
    }
    onPicture(index + 1, pictures.length);
  }
  return refused;
}
