import type { FileOfImage } from './planned-file.ts';

/** Each picture under its own name, in the folder of its split. */
export function pictureFile(folder: string): FileOfImage {
  return ({ id, split, fileName }) => ({
    path: `${folder}/${split}/${fileName}`,
    content: { kind: 'picture', imageId: id },
  });
}
