import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What is in the picture folder: whole objects, and what is still being written. */
export async function storedObjects(dataDir: string): Promise<{ objects: string[]; incoming: string[] }> {
  const pictures = join(dataDir, 'pictures');
  const files = await readdir(join(pictures, 'objects'), { recursive: true, withFileTypes: true });
  return {
    objects: files.filter((file) => file.isFile()).map((file) => file.name),
    incoming: await readdir(join(pictures, 'incoming')),
  };
}
