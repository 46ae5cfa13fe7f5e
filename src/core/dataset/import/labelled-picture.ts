import type { DatasetFiles, Problem } from '../dataset-files.ts';
import type { RunLength } from '#core/annotation/run-length.ts';

/** Where a file says that something is. */
export type Shape =
  /** Left, top, width, height. */
  | { readonly kind: 'box'; readonly box: readonly [number, number, number, number] }
  /** Outlines, united: x and y in turn. */
  | { readonly kind: 'rings'; readonly rings: readonly (readonly number[])[] }
  | { readonly kind: 'runs'; readonly runs: RunLength };

export type LabelledMark = { readonly label: string; readonly shape: Shape };

/** A picture, and what others marked in it. */
export type LabelledPicture = {
  /** Among the paths of its files. */
  readonly path: string;
  /** What the labels say that the picture measures, in pixels; `null` where they do not. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Numbers are pixels, or parts of the picture's width and height. */
  readonly unit: 'pixels' | 'parts';
  readonly marks: readonly LabelledMark[];
};

export type ReadLabels = {
  readonly pictures: readonly LabelledPicture[];
  /** What could not be read, and is left out. */
  readonly problems: readonly Problem[];
};

export type LabelFiles = Pick<DatasetFiles, 'paths' | 'readText'>;

/** Asked now and then while a large file is read, which may take seconds: lets others have their turn. */
export type GiveWay = () => Promise<void>;

export const labelFormats = ['coco', 'yolo', 'voc'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/** How people write them. */
export const labelFormatNames: Record<LabelFormat, string> = {
  coco: 'COCO',
  yolo: 'YOLO',
  voc: 'Pascal VOC',
};

export function isPicturePath(path: string): boolean {
  return /\.(png|jpe?g|webp)$/i.test(path);
}
