import { columnRuns, fillColumnRuns } from './column-runs.ts';
import type { Mask } from './mask.ts';
import type { Region } from './region.ts';

/**
 * A mask as COCO writes it (pycocotools, `maskApi.h`): runs down the columns, one column after the
 * other, background first. `size` is `[height, width]`.
 */
export type RunLength = { readonly size: readonly [number, number]; readonly counts: readonly number[] };

/** Run lengths of a region in its whole picture. Canonical: no empty run but a leading one. */
export function encodeRunLength(region: Region, width: number, height: number): RunLength {
  const { box, data } = region;
  const counts: number[] = [];
  let background = box.x * height + box.y;
  let leftInColumn = box.height;
  columnRuns(data, box.width, box.height).forEach((run, index) => {
    const isSet = index % 2 === 1;
    // The crop's runs go on from column to column; the picture puts its own background in between.
    for (let rest = run; rest > 0;) {
      const part = Math.min(rest, leftInColumn);
      if (!isSet) background += part;
      else if (background === 0 && counts.length > 0) counts[counts.length - 1]! += part;
      else counts.push(background, part);
      if (isSet) background = 0;
      rest -= part;
      leftInColumn -= part;
      if (leftInColumn > 0) continue;
      leftInColumn = box.height;
      background += height - box.height;
    }
  });
  const after = width * height - counts.reduce((sum, count) => sum + count, 0);
  if (after > 0) counts.push(after);
  return { size: [height, width], counts };
}

/** The whole mask. Throws when the counts do not fill `size`. */
export function decodeRunLength({ size: [height, width], counts }: RunLength): Mask {
  const data = new Uint8Array(width * height);
  fillColumnRuns(data, width, height, counts);
  return { width, height, data };
}

/**
 * COCO's compressed string (`rleToString` of `maskApi.c`): from the fourth count on the difference to
 * the count two before; five bits per character, low ones first, 0x20 says that more follow, 0x10 of
 * the last is the sign; plus 48, so the characters are `0` to `o`.
 */
export function compressCounts(counts: readonly number[]): string {
  const characters: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    let value = i > 2 ? counts[i]! - counts[i - 2]! : counts[i]!;
    let more = true;
    while (more) {
      let bits = value & 0x1f;
      value >>= 5;
      more = (bits & 0x10) === 0 ? value !== 0 : value !== -1;
      if (more) bits |= 0x20;
      characters.push(bits + 48);
    }
  }
  // In slices, because a call takes only so many arguments.
  let text = '';
  for (let i = 0; i < characters.length; i += 4096) {
    text += String.fromCharCode(...characters.slice(i, i + 4096));
  }
  return text;
}

/** The way back from `compressCounts`. Throws on characters that it never writes. */
export function expandCounts(text: string): number[] {
  const counts: number[] = [];
  for (let at = 0; at < text.length;) {
    let value = 0;
    for (let shift = 0, more = true; more; shift += 5, at++) {
      const bits = text.charCodeAt(at) - 48;
      if (!(bits >= 0 && bits < 64) || shift > 30)
        throw new Error(`Not a run-length string at character ${at}.`);
      value |= (bits & 0x1f) << shift;
      more = (bits & 0x20) !== 0;
      if (!more && (bits & 0x10) !== 0 && shift < 27) value |= -1 << (shift + 5);
    }
    if (counts.length > 2) value += counts[counts.length - 2]!;
    counts.push(value);
  }
  return counts;
}
