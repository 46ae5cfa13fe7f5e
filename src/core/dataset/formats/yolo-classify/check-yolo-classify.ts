import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';

/** The same class folders in every split, at least one picture in the whole, each name once. */
export async function checkYoloClassify(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  const folders = new Map<string, Set<string>>();
  const places = new Map<string, string>();
  for (const path of files.paths) {
    if (!path.startsWith('yolo-classify/')) continue;
    const [, split, folder, name, ...deeper] = path.split('/');
    if (name === undefined || deeper.length > 0) {
      complain(path, 'It is not in the folder of a class.');
      continue;
    }
    const own = folders.get(split!) ?? new Set();
    folders.set(split!, own.add(folder!));
    if (name === 'empty.txt') continue;
    const other = places.get(name);
    if (other !== undefined) complain(path, `It has the same name as ${other}.`);
    places.set(name, path);
    if (files.isPresent(path) && (await files.measurePicture(path)) === null)
      complain(path, 'It is no picture.');
  }
  if (places.size === 0) complain('yolo-classify', 'There is no picture in it.');
  const all = new Set([...folders.values()].flatMap((own) => [...own]));
  for (const [split, own] of folders) {
    for (const folder of all) {
      if (!own.has(folder))
        complain(`yolo-classify/${split}`, `Class ${folder} is missing: others would get its number.`);
    }
  }
  return problems;
}
