import type { Mask } from '../annotation/mask.ts';
import { checkDataset } from './check-dataset.ts';
import { checkClassCount, classesJson, classMask } from './class-mask.ts';
import { cocoInstances, type CocoOptions } from './coco.ts';
import { type Dataset, usedSplits } from './dataset.ts';
import { type ExportFormat, exportFormats } from './export-format.ts';
import { manifestLines } from './manifest.ts';
import { datasetReadme, type YoloRoots } from './readme.ts';
import { yoloLabels, yoloYaml } from './yolo.ts';

export type PlannedFile = {
  /** Relative, with forward slashes, printable ASCII. */
  readonly path: string;
  readonly content:
    | {
        readonly kind: 'text';
        /** May be asked for more than once; the same every time. */ chunks(): Iterable<string>;
      }
    | { readonly kind: 'picture'; readonly imageId: number }
    | {
        readonly kind: 'mask';
        /** Class numbers, see `classMask`; drawn anew each time, so that a plan holds no pixels. */ draw(): Mask;
      };
};

export type DatasetPlan = { readonly files: readonly PlannedFile[]; readonly warnings: readonly string[] };

export type PlanOptions = {
  readonly formats: readonly ExportFormat[];
  readonly coco?: CocoOptions;
  /** Sentences for the card, e.g. the warnings of the split. */
  readonly notes?: readonly string[];
};

/**
 * Every file of an export, by path: what a folder and a ZIP are both written from. Texts are made when they
 * are read. The same dataset and options give the same files, byte for byte.
 *
 * Pictures are in `images/<split>/`, for COCO and the first YOLO format alike. Readers find a YOLO label by
 * putting `/labels/` for the last `/images/` of a picture's path, so two kinds of rows need two image
 * folders: beside `yolo`, `yolo-detect` has its own root, and its pictures are stored again.
 */
export function planDataset(dataset: Dataset, options: PlanOptions): DatasetPlan {
  checkDataset(dataset);
  const formats = exportFormats.filter((format) => options.formats.includes(format));
  const warnings: string[] = [];
  const roots = yoloRoots(formats);
  const files: PlannedFile[] = [];
  const add = (path: string, chunks: () => Iterable<string>): void => {
    files.push({ path, content: { kind: 'text', chunks } });
  };
  const addPictures = (root: string): void => {
    for (const { id, split, fileName } of dataset.images) {
      files.push({ path: `${root}images/${split}/${fileName}`, content: { kind: 'picture', imageId: id } });
    }
  };

  addPictures('');
  add('manifest.jsonl', () => manifestLines(dataset));
  add('README.md', () => [datasetReadme(dataset, { formats, yoloRoots: roots, notes: options.notes ?? [] })]);
  if (formats.includes('coco')) {
    for (const split of usedSplits(dataset)) {
      add(`annotations/instances_${split}.json`, () => cocoInstances(dataset, split, options.coco));
    }
  }
  if (formats.includes('masks')) {
    checkClassCount(dataset);
    add('classes.json', () => [classesJson(dataset)]);
    for (const image of dataset.images) {
      files.push({
        path: `masks/${image.split}/${stemOf(image.fileName)}.png`,
        content: { kind: 'mask', draw: () => classMask(image).mask },
      });
    }
  }
  for (const [format, root] of Object.entries(roots)) {
    const rows = format === 'yolo' ? 'polygons' : 'boxes';
    if (root !== '') addPictures(root);
    add(`${root}data.yaml`, () => [yoloYaml(dataset)]);
    for (const image of dataset.images) {
      add(`${root}labels/${image.split}/${stemOf(image.fileName)}.txt`, () => [yoloLabels(image, rows)]);
    }
  }

  if (roots['yolo-detect']) {
    warnings.push(
      `YOLO boxes beside YOLO polygons need their own copy of the pictures, in ${roots['yolo-detect']}.`,
    );
  }
  if (formats.some((format) => roots[format] !== undefined) && !usedSplits(dataset).includes('val')) {
    warnings.push('YOLO validates on the training pictures, because there is no other.');
  }
  // Not by locale: the order must be the same on every machine.
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, warnings };
}

function stemOf(fileName: string): string {
  return fileName.slice(0, fileName.lastIndexOf('.'));
}

function yoloRoots(formats: readonly ExportFormat[]): YoloRoots {
  const roots: YoloRoots = {};
  if (formats.includes('yolo')) roots.yolo = '';
  if (formats.includes('yolo-detect')) roots['yolo-detect'] = formats.includes('yolo') ? 'yolo-detect/' : '';
  return roots;
}
