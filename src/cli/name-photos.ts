import { basename, dirname, relative, sep } from 'node:path';

/**
 * What photos are called in messages and in the dataset: each by its file's name, or, where two files of one name are
 * in different folders, with the folders that tell them apart. Paths are absolute.
 */
export function namePhotos(files: readonly string[]): string[] {
  const groups = Map.groupBy(files, (file) => basename(file));
  return files.map((file) => {
    const twins = groups.get(basename(file)) ?? [file];
    if (twins.length === 1) return basename(file);
    return relative(commonFolder(twins), file).replaceAll(sep, '/');
  });
}

function commonFolder(files: readonly string[]): string {
  const paths = files.map((file) => dirname(file).split(sep));
  const [first = []] = paths;
  const differs = first.findIndex((part, depth) => paths.some((path) => path[depth] !== part));
  return first.slice(0, differs === -1 ? undefined : differs).join(sep) || sep;
}
