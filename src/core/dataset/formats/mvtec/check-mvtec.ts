import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { checkBinaryMask } from '../check-binary-mask.ts';

/** `mvtec/<category>/<folder>/<kind>/<file>` */
type Entry = { path: string; category: string; folder: string; kind: string; file: string };

/**
 * What anomalib's reader finds: PNGs three folders deep, each in its place, and pictures and masks that fit when both
 * are put in order.
 */
export async function checkMvtec(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  const entries: Entry[] = [];
  for (const path of files.paths) {
    if (!path.startsWith('mvtec/')) continue;
    const [, category = '', folder = '', kind = '', file = '', ...rest] = path.split('/');
    if (file === '' || rest.length > 0 || !isKnown(folder, kind)) complain(path, 'It does not belong there.');
    else if (folder === 'ground_truth' && !file.endsWith('.png')) complain(path, 'It is no PNG.');
    else entries.push({ path, category, folder, kind, file });
  }
  const categories = new Map<string, Entry[]>();
  for (const entry of entries)
    categories.set(entry.category, [...(categories.get(entry.category) ?? []), entry]);
  if (categories.size === 0) complain('mvtec', 'There is no category in it.');
  for (const [category, own] of categories) {
    if (!own.some(({ folder }) => folder === 'train')) {
      complain(`mvtec/${category}/train/good`, 'There is no picture to train on.');
    }
    await checkDefects(files, own, complain);
  }
  return problems;
}

function isKnown(folder: string, kind: string): boolean {
  if (folder === 'train') return kind === 'good';
  return folder === 'test' || (folder === 'ground_truth' && kind !== 'good');
}

async function checkDefects(
  files: DatasetFiles,
  entries: readonly Entry[],
  complain: (path: string, message: string) => unknown,
): Promise<void> {
  const inOrder = (folder: string, kind: string): Entry[] =>
    entries
      .filter((entry) => entry.folder === folder && entry.kind === kind)
      .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const kinds = new Set(entries.filter(({ folder }) => folder !== 'train').map(({ kind }) => kind));
  kinds.delete('good');
  for (const kind of kinds) {
    const pictures = inOrder('test', kind);
    const masks = inOrder('ground_truth', kind);
    for (const [index, picture] of pictures.entries()) {
      const mask = masks[index];
      const stem = picture.file.slice(0, picture.file.lastIndexOf('.'));
      // Its readers are content when the one name is part of the other, and take a wrong mask then.
      if (mask?.file !== `${stem}_mask.png`) {
        complain(picture.path, `Its mask is not the one that comes ${index + 1}. in ground_truth/${kind}.`);
        break;
      }
      await checkBinaryMask(files, { path: mask.path, beside: picture.path, holds: 'something' }, complain);
    }
    for (const mask of masks.slice(pictures.length)) complain(mask.path, 'It belongs to no picture.');
  }
}
