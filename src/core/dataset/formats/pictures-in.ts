import type { DatasetFiles } from '#core/dataset/dataset-files.ts';

/** Other files may lie among pictures, such as Hugging Face's `metadata.jsonl`. */
export function isPicture(path: string): boolean {
  return /\.(png|jpg|webp)$/.test(path);
}

/** The pictures in a folder, which ends with `/`, and in those below it. */
export function picturesIn({ paths }: DatasetFiles, folder: string): string[] {
  return [...paths].filter((path) => path.startsWith(folder) && isPicture(path));
}
