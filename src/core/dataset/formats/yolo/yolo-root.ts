import type { ExportFormat } from '#core/dataset/export-format.ts';

/** Formats that keep their labels in `labels/`, in the order in which they come first there. */
const labelFormats = ['yolo', 'yolo-obb', 'yolo-detect'] as const satisfies ExportFormat[];
export type YoloLabelFormat = (typeof labelFormats)[number];

/**
 * The folder of a YOLO format: the dataset's top (`''`) for the first that is asked for, and a folder with its name
 * for every other. Readers find a label by putting `/labels/` for the last `/images/` of a picture's path, so a picture
 * has one label, and another kind of rows needs pictures of its own.
 */
export function yoloRoot(format: YoloLabelFormat, formats: readonly ExportFormat[]): string {
  return labelFormats.find((known) => formats.includes(known)) === format ? '' : `${format}/`;
}
