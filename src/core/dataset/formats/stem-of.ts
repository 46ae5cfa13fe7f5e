/** A file name without its extension. */
export function stemOf(fileName: string): string {
  return fileName.slice(0, fileName.lastIndexOf('.'));
}
