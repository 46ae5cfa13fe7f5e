import type { GreyPicture } from '#core/annotation/grey-picture.ts';
import type { DatasetFiles } from '#core/dataset/dataset-files.ts';

/**
 * A grey picture of so many bits that has the size of the picture beside it; `null` after a complaint where it is missing,
 * or none.
 */
export async function checkGrey(
  files: DatasetFiles,
  { path, beside, bits }: { path: string; beside: string; bits: 8 | 16 },
  complain: (path: string, message: string) => unknown,
): Promise<GreyPicture | null> {
  if (!files.paths.has(path)) {
    complain(beside, `Its mask ${path} is missing.`);
    return null;
  }
  const mask = await files.readGrey(path);
  if (mask === null || mask.data.BYTES_PER_ELEMENT * 8 !== bits) {
    complain(path, `It is no ${bits}-bit grey PNG.`);
    return null;
  }
  const size = await files.measurePicture(beside);
  if (size !== null && (size.width !== mask.width || size.height !== mask.height)) {
    complain(path, `It measures ${mask.width} x ${mask.height}, its picture ${size.width} x ${size.height}.`);
  }
  return mask;
}
