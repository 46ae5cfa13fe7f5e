import { AppError } from '../app-error.ts';

export const exportFormats = ['coco', 'yolo', 'yolo-detect', 'masks'] as const;

/**
 * - `coco`: one exact polygon (or run lengths) and a tight box per instance.
 * - `yolo`: polygon rows. Ultralytics trains both its segment and its detect models on them, and takes the
 *   boxes from the polygons.
 * - `yolo-detect`: box rows, for readers that know nothing else. Rows of two kinds must not meet in one
 *   dataset: a box among polygons is silently read as a polygon of two points.
 * - `masks`: a grey PNG per picture whose values are class numbers, for semantic segmentation.
 */
export type ExportFormat = (typeof exportFormats)[number];

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
