import { parse } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../dataset-files.ts';
import { isPicturePath } from './labelled-picture.ts';
import type { LabelFiles, LabelledMark, LabelledPicture, ReadLabels, Shape } from './labelled-picture.ts';

const namesSchema = z.object({
  names: z.union([z.array(z.coerce.string()), z.record(z.string(), z.coerce.string())]),
});

/**
 * Boxes, tilted boxes and polygons, told apart by their numbers. The classes are those of the `data.yaml` or
 * `classes.txt` nearest the top; without one they go by their numbers. A label file lies where trainers look for it,
 * or beside its picture.
 */
export async function readYoloLabels(files: LabelFiles): Promise<ReadLabels> {
  const problems: Problem[] = [];
  const names = await readNames(files, problems);
  const pictures: LabelledPicture[] = [];
  for (const path of [...files.paths].filter(isPicturePath).toSorted()) {
    const beside = path.replace(/\.\w+$/, '.txt');
    const at = `/${beside}`.lastIndexOf('/images/');
    const usual =
      at < 0 ? beside : `${beside.slice(0, at)}labels/${beside.slice(at + '/images/'.length - 1)}`;
    const labels = [usual, beside].find((file) => files.paths.has(file));
    if (labels === undefined) continue;
    const marks: LabelledMark[] = [];
    const lines = (await files.readText(labels)).split(/\r?\n/).map((line) => line.trim());
    const wrong = lines.findIndex((line) => line !== '' && !addMark(line, names, marks));
    if (wrong < 0) pictures.push({ path, size: null, unit: 'parts', marks });
    else {
      const message = `Line ${wrong + 1} is no class with a box or a polygon, so its picture is left out.`;
      problems.push({ path: labels, message });
    }
  }
  return { pictures, problems };
}

function addMark(line: string, names: ReadonlyMap<number, string>, marks: LabelledMark[]): boolean {
  const [classText, ...values] = line.split(/[ \t]+/);
  const numbers = values.map(Number);
  if (!/^\d{1,6}$/.test(classText!) || numbers.some((value) => !Number.isFinite(value))) return false;
  const shape = shapeOf(numbers);
  if (shape === null) return false;
  const index = Number(classText);
  marks.push({ label: names.get(index) ?? String(index), shape });
  return true;
}

function shapeOf(numbers: readonly number[]): Shape | null {
  const [x, y, width, height] = numbers as [number, number, number, number];
  if (numbers.length === 4) return { kind: 'box', box: [x - width / 2, y - height / 2, width, height] };
  // A fifth number is a confidence: what a model thinks, and nobody's label.
  return numbers.length >= 6 && numbers.length % 2 === 0 ? { kind: 'rings', rings: [numbers] } : null;
}

async function readNames(files: LabelFiles, problems: Problem[]): Promise<Map<number, string>> {
  const byDepth = (a: string, b: string): number => a.split('/').length - b.split('/').length;
  const [path] = [...files.paths]
    .filter((name) => /(^|\/)(\w*\.ya?ml|classes\.txt|obj\.names)$/i.test(name))
    .toSorted((a, b) => byDepth(a, b) || (/\.ya?ml$/i.test(a) ? -1 : 1));
  if (path === undefined) return new Map();
  const text = await files.readText(path);
  if (!/\.ya?ml$/i.test(path)) {
    return new Map(
      text
        .trimEnd()
        .split(/\r?\n/)
        .map((line, index) => [index, line.trim()]),
    );
  }
  try {
    const { names } = namesSchema.parse(parse(text, { maxAliasCount: 10 }));
    return new Map(Object.entries(names).map(([index, name]) => [Number(index), name]));
  } catch {
    problems.push({ path, message: 'It names no classes, so they go by their numbers.' });
    return new Map();
  }
}
