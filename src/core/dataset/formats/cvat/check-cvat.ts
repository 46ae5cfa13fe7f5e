import type { XmlElement } from '@rgrove/parse-xml';
import { measureMask } from '#core/annotation/mask.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { picturesIn } from '../pictures-in.ts';
import { childrenOf, readXml, textAt, wholeNumber } from '../read-xml.ts';

const path = 'annotations.xml';
/** Pixels that a mask may claim before we reserve them. */
const mostPixels = 2 ** 28;

/** Labels that are declared, every picture once and of its size, and masks that fill their tight boxes. */
export async function checkCvat(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (message: string): unknown => problems.push({ path, message });
  const root = await readXml(files, path, complain);
  if (root === null) return problems;
  const images = childrenOf(root, 'image');
  if (root.name !== 'annotations' || textAt(root, 'version') !== '1.1')
    complain('It is not CVAT for images 1.1.');
  const labels = new Set(
    childrenOf(root, 'meta')
      .flatMap((meta) => childrenOf(meta, 'task'))
      .flatMap((task) => childrenOf(task, 'labels'))
      .flatMap((list) => childrenOf(list, 'label'))
      .map((label) => textAt(label, 'name')),
  );
  const seen = new Set<string>();
  for (const image of images) {
    const name = image.attributes['name'] ?? '';
    const say = (what: string): unknown => complain(`Image ${name.slice(0, 200)} ${what}.`);
    if (seen.has(name)) say('is there twice');
    seen.add(name);
    const picture = `images/${name}`;
    if (!files.paths.has(picture)) say('is not among the pictures');
    const width = wholeNumber(image.attributes['width']);
    const height = wholeNumber(image.attributes['height']);
    const size = await files.measurePicture(picture);
    if (width < 1 || height < 1 || (size !== null && (size.width !== width || size.height !== height))) {
      say('has another size than its picture');
      continue;
    }
    for (const mask of childrenOf(image, 'mask')) {
      if (!labels.has(mask.attributes['label'] ?? null)) say('has a mask of a label that is not declared');
      const wrong = checkMask(mask, width, height);
      if (wrong !== null) say(wrong);
    }
  }
  const missing = picturesIn(files, 'images/').filter(
    (picture) => !seen.has(picture.slice('images/'.length)),
  );
  for (const picture of missing) problems.push({ path: picture, message: 'It is not in annotations.xml.' });
  return problems;
}

function checkMask({ attributes }: XmlElement, pictureWidth: number, pictureHeight: number): string | null {
  const place = (key: string): number => wholeNumber(attributes[key]);
  const [left, top, width, height] = [place('left'), place('top'), place('width'), place('height')];
  if (left < 0 || top < 0 || width < 1 || height < 1) return 'has a mask without a place';
  if (left + width > pictureWidth || top + height > pictureHeight) return 'has a mask that leaves it';
  if (width * height > mostPixels) return 'has a mask that is too large';
  const runs = (attributes['rle'] ?? '').split(',').map((run) => wholeNumber(run.trim()));
  const data = new Uint8Array(width * height);
  let at = 0;
  for (const [index, run] of runs.entries()) {
    if (run < 0) return 'has a mask whose runs are no numbers';
    if (index % 2 === 1) data.fill(255, at, at + run);
    at += run;
  }
  if (at !== width * height) return 'has a mask whose runs do not fill its box';
  const box = measureMask({ width, height, data })?.box;
  return box?.width === width && box.height === height ? null : 'has a mask whose box is not tight';
}
