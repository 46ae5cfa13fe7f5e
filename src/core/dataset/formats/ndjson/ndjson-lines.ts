import { type Dataset, type DatasetImage, isSynthetic } from '#core/dataset/dataset.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import { yoloRows } from '../yolo/yolo-labels.ts';

/**
 * Ultralytics' NDJSON (docs.ultralytics.com, "Ultralytics NDJSON format"): a line on the dataset, then one per picture with its
 * polygons, `[class, x1, y1, x2, y2, ...]`, as parts of width and height. `file` is the name in `images/<split>/`; there is
 * no `url`, because the pictures come along.
 */
export function* ndjsonLines(dataset: Dataset, options: FormatOptions): Generator<string> {
  const { name, version, classes, createdAt } = dataset;
  const names = Object.fromEntries(classes.map(({ index, name: label }) => [index, label]));
  yield `${JSON.stringify({
    type: 'dataset',
    task: 'segment',
    name,
    description: `Version ${version}. Synthetic data: lines with "synthetic": false are real.`,
    created_at: new Date(createdAt).toISOString(),
    class_names: names,
  })}\n`;
  for (const image of dataset.images) yield `${JSON.stringify(describe(image, options))}\n`;
}

function describe(image: DatasetImage, options: FormatOptions): object {
  const segments = yoloRows(image, 'polygons', options);
  return {
    type: 'image',
    file: image.fileName,
    width: image.width,
    height: image.height,
    split: image.split,
    synthetic: isSynthetic(image),
    // Readers take the first key for the labels, whatever it is called, so a good picture has none.
    annotations: segments.length === 0 ? {} : { segments },
  };
}
