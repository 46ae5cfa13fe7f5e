import { isPicturePath } from './labelled-picture.ts';

/**
 * Finds the pictures that labels name. Tools agree on the name and not on what it is relative to, so the places are
 * tried in order; then the only picture of the name, wherever it is. Never a file that is not in `paths`.
 */
export function createPictureFinder(
  paths: ReadonlySet<string>,
): (name: string, folders: readonly string[]) => string | null {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    if (!isPicturePath(path)) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (given, folders) => {
    const name = given.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
    for (const folder of folders) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (paths.has(path) && isPicturePath(path)) return path;
    }
    const [only, ...others] = byName.get(name.slice(name.lastIndexOf('/') + 1)) ?? [];
    return only !== undefined && others.length === 0 ? only : null;
  };
}

/** `''` for a file at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
