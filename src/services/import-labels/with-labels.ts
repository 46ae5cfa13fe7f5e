import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { openLabelArchive } from './open-label-archive.ts';
import { type LabelFolder, openLabelFolder } from './open-label-folder.ts';

/** Works on what is in a folder, or in a ZIP, which is not unpacked to any place. Throws AppError as both openers do. */
export async function withLabels<T>(path: string, work: (labels: LabelFolder) => Promise<T>): Promise<T> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return work(await openLabelFolder(path));
  const file = await open(path);
  try {
    const readAt = async (offset: number, length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      if (bytesRead === length) return bytes;
      throw new AppError('file_refused', `${path} became shorter while it was read.`);
    };
    return await work(await openLabelArchive(basename(path), found.size, readAt));
  } finally {
    await file.close();
  }
}
