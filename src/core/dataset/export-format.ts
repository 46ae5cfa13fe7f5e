import { AppError } from '../app-error.ts';

/** What formats are for, in the order in which they are offered. */
export const formatUses = [
  'Detection and segmentation',
  'Masks',
  'Anomaly detection',
  'Classification',
  'Labelling tools',
  'To load or to stream',
  'Papers',
] as const;

type FormatWords = {
  readonly use: (typeof formatUses)[number];
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
    use: 'Detection and segmentation',
    label: 'COCO',
    description: 'One JSON file for each part of the split; outlines and boxes',
  },
  yolo: {
    use: 'Detection and segmentation',
    label: 'YOLO',
    description: 'A text file of polygons for each picture: trains detection and segmentation',
  },
  'yolo-detect': {
    use: 'Detection and segmentation',
    label: 'YOLO, boxes only',
    description: 'For trainers that know nothing but boxes; beside YOLO it has its own copy of the pictures',
  },
  'yolo-obb': {
    use: 'Detection and segmentation',
    label: 'YOLO, oriented boxes',
    description: 'Tilted boxes, for marks that lie aslant; beside YOLO it has its own copy of the pictures',
  },
  'yolo-classify': {
    use: 'Classification',
    label: 'YOLO, classes',
    description: 'A folder of pictures for each class: trains a classifier; has its own copy of the pictures',
  },
  masks: {
    use: 'Masks',
    label: 'Masks',
    description: 'A grey PNG for each picture whose values are class numbers: trains semantic segmentation',
  },
  'instance-masks': {
    use: 'Masks',
    label: 'Instance masks',
    description: 'A 16-bit grey PNG for each picture that tells every defect apart',
  },
  mvtec: {
    use: 'Anomaly detection',
    label: 'MVTec AD',
    description:
      'Folders for anomaly detection (anomalib): trains on good pictures, tests on defects; own copy of the pictures',
  },
  parquet: {
    use: 'To load or to stream',
    label: 'Parquet',
    description: 'Hugging Face: tables that hold the pictures and their defects; own copy of the pictures',
  },
  imagefolder: {
    use: 'To load or to stream',
    label: 'ImageFolder',
    description: 'Hugging Face: a list of pictures with their defects beside the pictures of each split',
  },
  webdataset: {
    use: 'To load or to stream',
    label: 'WebDataset',
    description:
      'Tars of some hundred pictures each, with masks and outlines, to be read in a stream; own copy of the pictures',
  },
  croissant: {
    use: 'Papers',
    label: 'Croissant and datasheet',
    description:
      'What is in the dataset, once for programs (croissant.json, images.csv) and once for people (DATASHEET.md)',
  },
  pairs: {
    use: 'Anomaly detection',
    label: 'Golden and defect pairs',
    description:
      'The golden image of each picture under the same name, and what changed: trains comparison and inpainting',
  },
  voc: {
    use: 'Detection and segmentation',
    label: 'Pascal VOC',
    description: 'An XML file of boxes for each picture; has its own copy of the pictures',
  },
  cvat: {
    use: 'Labelling tools',
    label: 'CVAT',
    description: 'One XML file with every mask, to look at and to correct in CVAT',
  },
  'label-studio': {
    use: 'Labelling tools',
    label: 'Label Studio',
    description: 'Tasks with finished annotations, and the labelling interface that they need',
  },
  ndjson: {
    use: 'To load or to stream',
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
