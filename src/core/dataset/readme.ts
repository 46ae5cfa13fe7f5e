import { type Dataset, isSynthetic, splitNames } from './dataset.ts';
import type { ExportFormat } from './export-format.ts';

/** Where each YOLO format is found in the dataset; see `planDataset`. */
export type YoloRoots = Partial<Record<ExportFormat, string>>;

/** The dataset's card: what it is, how much of it, how to load it. `notes` are warnings worth keeping. */
export function datasetReadme(
  dataset: Dataset,
  options: { formats: readonly ExportFormat[]; yoloRoots: YoloRoots; notes: readonly string[] },
): string {
  const { formats, yoloRoots, notes } = options;
  const synthetic = dataset.images.filter(isSynthetic).length;
  const good = dataset.images.filter(({ kind }) => kind === 'good');
  const fromWords = dataset.images.filter(({ provenance }) => provenance.origin === 'made-from-words').length;
  const varied = good.filter(isSynthetic).length - fromWords;
  const lines = [
    `# ${plain(dataset.name)}, version ${plain(dataset.version)}`,
    '',
    `${dataset.images.length} pictures for visual inspection: ${synthetic} synthetic (put together from a picture of a good part` +
      `${fromWords === 0 ? '' : `, ${fromWords} of them golden images that were themselves made from words`}), ` +
      `${dataset.images.length - synthetic} real, ${good.length} of good parts without any defect` +
      `${varied === 0 ? '' : ` (${varied} of them synthetic: with marks too faint to be a defect, to learn what to ignore)`}. ` +
      `Made with Red Rabbit on ${new Date(dataset.createdAt).toISOString().slice(0, 10)}, seed ${plain(String(dataset.seed))}.`,
    '',
    '`manifest.jsonl` says of every picture where it comes from. A mask is exact to the pixel: boxes are tight,',
    'areas count pixels, and pixel (x, y) covers the square from (x, y) to (x + 1, y + 1).',
    '',
    '## Pictures',
    '',
    ...countTable(dataset),
    '',
    '## Loading',
    '',
  ];
  if (formats.includes('coco')) {
    lines.push(
      '- **COCO**: `annotations/instances_<split>.json` with the pictures in `images/<split>/`. One polygon per',
      '  instance; holes are cut in by a line of no width. Pictures of good parts have no annotation: set',
      '  `FILTER_EMPTY_ANNOTATIONS = False` (Detectron2) or `filter_empty_gt=False` (MMDetection) to train on them.',
    );
  }
  if (yoloRoots.yolo !== undefined) {
    lines.push(
      `- **YOLO**: \`yolo segment train data=${yoloRoots.yolo}data.yaml\`. The rows are polygons; \`yolo detect train\``,
      '  takes the same file and reads the boxes from them.',
    );
  }
  if (yoloRoots['yolo-detect'] !== undefined) {
    lines.push(
      `- **YOLO boxes**: \`yolo detect train data=${yoloRoots['yolo-detect']}data.yaml\`. The rows are boxes.`,
    );
  }
  if (formats.includes('masks')) {
    lines.push(
      '- **Masks**: `masks/<split>/NAME.png` beside `images/<split>/NAME.png`, of the same size: 8-bit grey, value = id in',
      '  `classes.json` (as in COCO), 0 = background, so `cv2.imread(path, cv2.IMREAD_GRAYSCALE)` and',
      '  `np.array(Image.open(path))` give the class numbers, and `> 0` the defects of any kind. They look black in',
      '  a viewer. No value stands for "ignore". Where defects overlap the later one counts.',
    );
  }
  if (notes.length > 0) lines.push('', '## Mind', '', ...notes.map((note) => `- ${plain(note)}`));
  return `${lines.join('\n')}\n`;
}

function countTable(dataset: Dataset): string[] {
  const rows = [
    ...dataset.classes.map(({ index, name }) => {
      const counts = splitNames.map(
        (split) =>
          dataset.images.filter(
            (image) =>
              image.split === split && image.instances.some(({ classIndex }) => classIndex === index),
          ).length,
      );
      return `| ${plain(name)} | ${counts.join(' | ')} |`;
    }),
    `| good | ${splitNames
      .map((split) => dataset.images.filter((image) => image.split === split && image.kind === 'good').length)
      .join(' | ')} |`,
  ];
  return [`| class | ${splitNames.join(' | ')} |`, '|---|---|---|---|', ...rows];
}

/** User text on one line of Markdown, without effect as markup or HTML. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
