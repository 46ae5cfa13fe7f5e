import type { Region } from '#core/annotation/region.ts';
import type { Point } from '#core/annotation/shape-rows.ts';
import type { Labels } from '../document/labels.ts';
import type { PackedMark } from '../document/marks.ts';

/** What the worker is asked. Labels go as copies: the page goes on drawing. */
export type Question =
  /** To be asked first. Answers how much each pixel changed; `null` without a golden image of the same size. */
  | { readonly kind: 'load'; readonly pictureUrl: string; readonly goldenUrl: string | null }
  | {
      readonly kind: 'select';
      readonly by: 'difference' | 'colour';
      readonly at: Point;
      /** 0-255 */
      readonly tolerance: number;
    }
  | { readonly kind: 'enclosed'; readonly labels: Labels; readonly at: Point }
  | { readonly kind: 'pack'; readonly labels: Labels; readonly defects: readonly (string | null)[] };

export type Answers = {
  load: { readonly difference: Uint8Array | null };
  select: Region | null;
  enclosed: Region | null;
  /** `outside`: marked pixels at which the picture is as the golden image is; `null` where nobody knows. */
  pack: { readonly marks: PackedMark[]; readonly outside: number | null };
};

export type Asked = { readonly id: number; readonly question: Question };
export type Answered =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly failure: string };
