import { splitNames } from '#core/dataset/dataset.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { isPicture } from '../pictures-in.ts';
import { stemOf } from '../stem-of.ts';
import { mostYoloPoints, type YoloRows } from './yolo-labels.ts';

/** A row as its readers take it; each throws a whole picture away, or misreads it, for one row that is not. */
const rowLengths: Record<YoloRows, (numbers: number) => boolean> = {
  polygons: (numbers) => numbers >= 6 && numbers % 2 === 0,
  boxes: (numbers) => numbers === 4,
  oriented: (numbers) => numbers === 8,
};

/** `data.yaml`, a label file for every picture and a picture for every label file, and every row. */
export async function checkYolo(files: DatasetFiles, root: string, rows: YoloRows): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  const yaml = `${root}data.yaml`;
  if (!files.paths.has(yaml)) return [{ path: yaml, message: 'It is missing.' }];
  const classCount = readClassCount(await files.readText(yaml), (message) => complain(yaml, message));

  const stems = { images: new Map<string, string>(), labels: new Map<string, string>() };
  for (const path of files.paths) {
    for (const kind of ['images', 'labels'] as const) {
      const folder = `${root}${kind}/`;
      if (!path.startsWith(folder) || (kind === 'images' && !isPicture(path))) continue;
      const stem = stemOf(path.slice(folder.length));
      const other = stems[kind].get(stem);
      if (other !== undefined) complain(path, `It has the same name as ${other}.`);
      stems[kind].set(stem, path);
    }
  }
  for (const [stem, path] of stems.images)
    if (!stems.labels.has(stem)) complain(path, 'It has no label file.');
  for (const [stem, path] of stems.labels) {
    if (!stems.images.has(stem)) complain(path, 'It belongs to no picture.');
    const seen = new Set<string>();
    const lines = (await files.readText(path)).split('\n');
    for (const [index, line] of lines.entries()) {
      if (line === '' && index === lines.length - 1) continue;
      const wrong = checkRow(line, rows, classCount, seen);
      if (wrong !== null) complain(path, `Line ${index + 1} ${wrong}.`);
    }
  }
  return problems;
}

/** What we write is a small part of YAML; whatever is outside of it was changed by somebody. */
function readClassCount(yaml: string, complain: (message: string) => unknown): number {
  const keys = new Map([...yaml.matchAll(/^(\w+): *(.*)$/gm)].map((match) => [match[1]!, match[2]!]));
  if (keys.has('path')) complain('It has a path key, with which readers look elsewhere.');
  for (const key of ['train', 'val']) if (!keys.has(key)) complain(`It has no ${key} key.`);
  for (const key of splitNames) {
    const folder = keys.get(key);
    if (folder !== undefined && !splitNames.some((split) => folder === `images/${split}`)) {
      complain(`Its ${key} key names no folder of this dataset.`);
    }
  }
  const count = Number(keys.get('nc'));
  const names = [...yaml.matchAll(/^ +(\d+): "(?:[^"\\\n]|\\.)*"$/gm)].map((match) => Number(match[1]));
  if (!(count >= 1) || names.length !== count || names.some((number, index) => number !== index)) {
    complain('Its names are not numbered from 0 up to nc.');
  }
  return names.length;
}

function checkRow(line: string, rows: YoloRows, classCount: number, seen: Set<string>): string | null {
  const [name, ...texts] = line.split(' ');
  if (!/^\d{1,6}$/.test(name!) || !texts.every((text) => /^\d(\.\d{1,17})?$/.test(text))) {
    return 'is not a class number and coordinates';
  }
  if (Number(name) >= classCount) return `names class ${name} of ${classCount}`;
  const values = texts.map(Number);
  if (!rowLengths[rows](values.length))
    return `has ${values.length} coordinates, which are no ${rowWords[rows]}`;
  if (values.some((value) => value > 1)) return 'has a coordinate above 1';
  if (values.length > 2 * mostYoloPoints)
    return `has more than ${mostYoloPoints} points, and its readers would coarsen all of the picture`;
  const box = rows === 'boxes' ? values : boundsOf(values);
  if (rows === 'boxes' && !(box[2]! > 0 && box[3]! > 0)) return 'has a box without a size';
  const key = [name, ...box].join(' ');
  if (seen.has(key)) return 'has the class and the box of one before, and would be dropped';
  seen.add(key);
  return null;
}

const rowWords: Record<YoloRows, string> = {
  polygons: 'polygon',
  boxes: 'box',
  oriented: 'tilted box',
};

function boundsOf(values: readonly number[]): number[] {
  const xs = values.filter((_, i) => i % 2 === 0);
  const ys = values.filter((_, i) => i % 2 === 1);
  // A hostile row has more values than a call can have arguments.
  const least = (of: readonly number[]): number => of.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (of: readonly number[]): number => of.reduce((a, b) => Math.max(a, b), -Infinity);
  return [least(xs), least(ys), most(xs), most(ys)];
}
