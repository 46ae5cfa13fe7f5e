import { readXml, childrenOf, textAt, wholeNumber } from '../formats/read-xml.ts';
import type { DatasetFiles, Problem } from '../dataset-files.ts';
import { createPictureFinder, folderOf } from './find-picture.ts';
import type { LabelFiles, LabelledMark, LabelledPicture, ReadLabels } from './labelled-picture.ts';

/** Every XML file that is an annotation. Boxes alone; their pixels count from 1, the last one included. */
export async function readVocLabels(files: LabelFiles): Promise<ReadLabels> {
  const problems: Problem[] = [];
  const pictures = new Map<string, LabelledPicture>();
  const find = createPictureFinder(files.paths);
  for (const path of [...files.paths].filter((name) => /\.xml$/i.test(name)).toSorted()) {
    const complain = (message: string): unknown => problems.push({ path, message });
    const root = await readXml(files as DatasetFiles, path, complain);
    if (root?.name !== 'annotation') continue;
    const folder = folderOf(path);
    const beside = folderOf(folder);
    const places = [`${beside === '' ? '' : `${beside}/`}JPEGImages`, 'JPEGImages', 'images', folder, beside];
    const name = textAt(root, 'filename') ?? '';
    const found = find(name, places);
    if (found === null) {
      complain(`There is no one picture ${name}.`);
      continue;
    }
    const marks: LabelledMark[] = [];
    for (const object of childrenOf(root, 'object')) {
      const label = textAt(object, 'name')?.trim() ?? '';
      const at = (side: string): number => Number(textAt(object, 'bndbox', side) ?? Number.NaN);
      const [left, top, right, bottom] = [at('xmin') - 1, at('ymin') - 1, at('xmax'), at('ymax')];
      marks.push({ label, shape: { kind: 'box', box: [left, top, right - left, bottom - top] } });
    }
    const [width, height] = [
      wholeNumber(textAt(root, 'size', 'width')),
      wholeNumber(textAt(root, 'size', 'height')),
    ];
    const size = width > 0 && height > 0 ? { width, height } : null;
    pictures.set(found, { path: found, size, unit: 'pixels', marks });
  }
  return { pictures: [...pictures.values()], problems };
}
