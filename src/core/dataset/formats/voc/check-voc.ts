import type { XmlElement } from '@rgrove/parse-xml';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { childrenOf, readXml, textAt, wholeNumber } from '../read-xml.ts';
import { stemOf } from '../stem-of.ts';

/** An XML for every picture, boxes within it, counted from 1, of classes in the label map, and every picture in one set. */
export async function checkVoc(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  const names = await readNames(files, complain);
  const stems = new Set<string>();
  for (const path of files.paths) {
    if (!path.startsWith('voc/JPEGImages/')) continue;
    const stem = stemOf(path.slice('voc/JPEGImages/'.length));
    if (stems.has(stem)) complain(path, 'Another picture has the same name.');
    stems.add(stem);
    const xml = `voc/Annotations/${stem}.xml`;
    const root = await readXml(files, xml, (message) => complain(xml, message));
    if (root === null) continue;
    for (const message of checkAnnotation(root, path, names)) complain(xml, message);
    const size = await files.measurePicture(path);
    const { width, height } = sizeOf(root);
    if (size !== null && (size.width !== width || size.height !== height)) {
      complain(xml, `It says ${width} x ${height}, its picture measures ${size.width} x ${size.height}.`);
    }
  }
  if (stems.size === 0) complain('voc/JPEGImages', 'There is no picture in it.');
  for (const path of files.paths) {
    const stem = /^voc\/Annotations\/(.*)\.xml$/.exec(path)?.[1];
    if (stem !== undefined && !stems.has(stem)) complain(path, 'It belongs to no picture.');
  }
  await checkSets(files, stems, complain);
  return problems;
}

type Complain = (path: string, message: string) => unknown;

async function readNames(files: DatasetFiles, complain: Complain): Promise<Set<string>> {
  const path = 'voc/labelmap.txt';
  if (!files.paths.has(path)) {
    complain(path, 'It is missing.');
    return new Set();
  }
  const lines = (await files.readText(path)).trimEnd().split('\n');
  const names = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(':')[0]!);
  if (new Set(names).size !== names.length) complain(path, 'Two of its classes have the same name.');
  if (names[0] !== 'background') complain(path, 'Its first class is not the background.');
  return new Set(names.slice(1));
}

function sizeOf(root: XmlElement): { width: number; height: number } {
  const side = (name: string): number => wholeNumber(textAt(root, 'size', name));
  return { width: side('width'), height: side('height') };
}

function checkAnnotation(root: XmlElement, picture: string, names: ReadonlySet<string>): string[] {
  if (root.name !== 'annotation') return ['It is no annotation of VOC.'];
  const { width, height } = sizeOf(root);
  if (width < 1 || height < 1) return ['It has no size.'];
  const problems: string[] = [];
  const fileName = textAt(root, 'filename');
  if (`voc/JPEGImages/${fileName}` !== picture) problems.push('Its filename is not that of its picture.');
  for (const [index, object] of childrenOf(root, 'object').entries()) {
    const say = (what: string): unknown => problems.push(`Object ${index + 1} ${what}.`);
    const name = textAt(object, 'name');
    if (name === null || !names.has(name)) say('has a name that is not in the label map');
    const edge = (side: string): number => wholeNumber(textAt(object, 'bndbox', side));
    const [xmin, ymin, xmax, ymax] = [edge('xmin'), edge('ymin'), edge('xmax'), edge('ymax')];
    if (Math.min(xmin, ymin, xmax, ymax) < 0) say('has a box that is not in whole numbers');
    else if (xmin < 1 || ymin < 1 || xmax < xmin || ymax < ymin || xmax > width || ymax > height) {
      say('has a box that is not within the picture');
    }
  }
  return problems;
}

async function checkSets(files: DatasetFiles, stems: ReadonlySet<string>, complain: Complain): Promise<void> {
  const listed = new Map<string, string>();
  for (const set of ['train', 'val', 'test']) {
    const path = `voc/ImageSets/Main/${set}.txt`;
    if (!files.paths.has(path)) continue;
    for (const stem of (await files.readText(path)).split('\n')) {
      if (stem === '') continue;
      if (!stems.has(stem)) complain(path, `There is no picture ${stem.slice(0, 80)}.`);
      if (listed.has(stem)) complain(path, `${stem.slice(0, 80)} is in ${listed.get(stem)} too.`);
      listed.set(stem, set);
    }
  }
  for (const stem of stems)
    if (!listed.has(stem)) complain('voc/ImageSets/Main', `${stem} is in none of the sets.`);
}
