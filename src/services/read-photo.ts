import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#core/app-error.ts';
import { MAX_UPLOAD_BYTES } from '#imaging/codec.ts';

/** The bytes of a file that is to be a photo; throws AppError `file_refused`, with the name that the user knows. */
export async function readPhoto(
  file: string,
  name: string,
  maxBytes: number = MAX_UPLOAD_BYTES,
): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    // Not read at all: what is far too large need not fit into memory.
    if (size > maxBytes) {
      const megabytes = Math.round(size / 1024 / 1024);
      throw new AppError(
        'file_refused',
        `"${name}" is ${megabytes} MB, more than the limit of ${Math.round(maxBytes / 1024 / 1024)} MB: save it as JPEG or at a smaller size.`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new AppError(
      'file_refused',
      `"${name}" cannot be read (${code}): check that it is there and that you may read it.`,
      { cause: error },
    );
  }
}
