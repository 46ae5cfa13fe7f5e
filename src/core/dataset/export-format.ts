import { AppError } from '../app-error.ts';

type FormatWords = {
  readonly label: string;
  /** For a person who chooses, without a full stop. */
  readonly description: string;
};

/**
 * All formats, in the order in which they are offered and written. What writes, checks and describes the files
 * of each is in `formats/format-writers.ts`; here is only what a list of them shows.
 *
 * Rows of two kinds must not meet in one YOLO dataset, hence several of them: a box among polygons is silently read
 * as a polygon of two points.
 */
export const formatWords = {
  coco: {
    label: 'COCO',
    description: 'One JSON file for each part of the split; outlines and boxes',
  },
  yolo: {
    label: 'YOLO',
    description: 'A text file of polygons for each picture: trains detection and segmentation',
  },
  'yolo-detect': {
    label: 'YOLO, boxes only',
    description: 'For trainers that know nothing but boxes; beside YOLO it has its own copy of the pictures',
  },
  'yolo-obb': {
    label: 'YOLO, oriented boxes',
    description: 'Tilted boxes, for marks that lie aslant; beside YOLO it has its own copy of the pictures',
  },
  'yolo-classify': {
    label: 'YOLO, classes',
    description: 'A folder of pictures for each class: trains a classifier; has its own copy of the pictures',
  },
  masks: {
    label: 'Masks',
    description: 'A grey PNG for each picture whose values are class numbers: trains semantic segmentation',
  },
  'instance-masks': {
    label: 'Instance masks',
    description: 'A 16-bit grey PNG for each picture that tells every defect apart',
  },
  mvtec: {
    label: 'MVTec AD',
    description:
      'Folders for anomaly detection (anomalib): trains on good pictures, tests on defects; own copy of the pictures',
  },
  parquet: {
    label: 'Parquet',
    description: 'Hugging Face: tables that hold the pictures and their defects; own copy of the pictures',
  },
  imagefolder: {
    label: 'ImageFolder',
    description: 'Hugging Face: a list of pictures with their defects beside the pictures of each split',
  },
  webdataset: {
    label: 'WebDataset',
    description:
      'Tars of some hundred pictures each, with masks and outlines, to be read in a stream; own copy of the pictures',
  },
  croissant: {
    label: 'Croissant and datasheet',
    description:
      'What is in the dataset, once for programs (croissant.json, images.csv) and once for people (DATASHEET.md)',
  },
  pairs: {
    label: 'Golden and defect pairs',
    description:
      'The golden image of each picture under the same name, and what changed: trains comparison and inpainting',
  },
  voc: {
    label: 'Pascal VOC',
    description: 'An XML file of boxes for each picture; has its own copy of the pictures',
  },
  cvat: {
    label: 'CVAT',
    description: 'One XML file with every mask, to look at and to correct in CVAT',
  },
  'label-studio': {
    label: 'Label Studio',
    description: 'Tasks with finished annotations, and the labelling interface that they need',
  },
  ndjson: {
    label: 'NDJSON',
    description: 'One line of JSON for each picture, with polygons as in YOLO',
  },
} as const satisfies Record<string, FormatWords>;

export type ExportFormat = keyof typeof formatWords;

export const exportFormats = Object.keys(formatWords) as ExportFormat[];

/** Reads `"coco,yolo"`. `yolo-segment` is another name for `yolo`. The result is in the order of `exportFormats`. */
export function parseFormats(text: string): ExportFormat[] {
  const asked = new Set<ExportFormat>();
  for (const part of text.split(',')) {
    const name = part.trim().toLowerCase();
    if (name === '') continue;
    const format = name === 'yolo-segment' ? 'yolo' : exportFormats.find((known) => known === name);
    if (format === undefined) {
      throw new AppError(
        'bad_request',
        `There is no format "${name.slice(0, 40)}". Choose among ${exportFormats.join(', ')}.`,
      );
    }
    asked.add(format);
  }
  if (asked.size === 0) {
    throw new AppError('bad_request', `No format is given. Choose among ${exportFormats.join(', ')}.`);
  }
  return exportFormats.filter((format) => asked.has(format));
}
