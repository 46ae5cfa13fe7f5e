import type { DatasetFiles } from '#core/dataset/dataset-files.ts';
import { checkGrey } from './check-grey.ts';

/** A mask of 0 and 255 of its picture's size; `holds` says whether a pixel of it has to be set, or none. */
export async function checkBinaryMask(
  files: DatasetFiles,
  { path, beside, holds }: { path: string; beside: string; holds: 'something' | 'nothing' },
  complain: (path: string, message: string) => unknown,
): Promise<void> {
  const mask = await checkGrey(files, { path, beside, bits: 8 }, complain);
  if (mask === null) return;
  const values = new Set(mask.data);
  const other = [...values].find((value) => value !== 0 && value !== 255);
  if (other !== undefined) complain(path, `It has the value ${other}, and not only 0 and 255.`);
  const isEmpty = values.size === 1 && values.has(0);
  if (isEmpty && holds === 'something') complain(path, 'Nothing is marked in it.');
  if (!isEmpty && holds === 'nothing') complain(path, 'Something is marked in it, and its picture is good.');
}
