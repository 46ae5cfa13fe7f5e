import type { Box } from '#core/annotation/mask.ts';
import type { Labels } from './labels.ts';

/** Side of the squares that are kept apart, px: 128 kB each before they are packed. */
const side = 256;

/** What one change did to one square: its pixels before and after, as runs (length, mark, length, mark …). */
type Square = { readonly box: Box; readonly before: Uint32Array; readonly after: Uint32Array };

/** One step of the history. A stroke over a 12 MP picture takes some hundred bytes to a few kilobytes. */
export type Patch = readonly Square[];

export type Recorder = {
  /** To be called before row `y` changes from `from` up to `to`. */
  readonly touch: (y: number, from: number, to: number) => void;
  /** What changed since; `null` when nothing did. */
  readonly finish: () => Patch | null;
  /** Puts back what was there. Returns the squares that had been touched. */
  readonly abort: () => Box[];
  readonly touched: () => Box[];
};

/** Copies each square when it is first touched, so that a stroke costs what it covers and not the picture. */
export function recordChanges(labels: Labels): Recorder {
  const across = Math.ceil(labels.width / side);
  const copies = new Map<number, { box: Box; before: Uint16Array }>();
  const copy = (square: number) => {
    const x = (square % across) * side;
    const y = Math.floor(square / across) * side;
    const box = { x, y, width: Math.min(side, labels.width - x), height: Math.min(side, labels.height - y) };
    copies.set(square, { box, before: cut(labels, box) });
  };
  return {
    touch: (y, from, to) => {
      const row = Math.floor(y / side) * across;
      for (
        let square = row + Math.floor(from / side);
        square <= row + Math.floor((to - 1) / side);
        square++
      ) {
        if (!copies.has(square)) copy(square);
      }
    },
    finish: () => {
      const patch = [...copies.values()].flatMap(({ box, before }) => {
        const after = cut(labels, box);
        return before.every((mark, k) => mark === after[k])
          ? []
          : [{ box, before: pack(before), after: pack(after) }];
      });
      return patch.length === 0 ? null : patch;
    },
    abort: () => {
      for (const { box, before } of copies.values()) paste(labels, box, before);
      return [...copies.values()].map(({ box }) => box);
    },
    touched: () => [...copies.values()].map(({ box }) => box),
  };
}

/** Goes one step back (`before`) or forth (`after`). */
export function applyPatch(labels: Labels, patch: Patch, side_: 'before' | 'after'): void {
  for (const square of patch) paste(labels, square.box, unpack(square[side_], square.box));
}

/** How many pixels of each mark a step back or forth takes or gives. */
export function eachGain(
  patch: Patch,
  to: 'before' | 'after',
  tell: (mark: number, pixels: number) => void,
): void {
  const from = to === 'before' ? 'after' : 'before';
  for (const square of patch) {
    for (let k = 0; k < square[from].length; k += 2) tell(square[from][k + 1]!, -square[from][k]!);
    for (let k = 0; k < square[to].length; k += 2) tell(square[to][k + 1]!, square[to][k]!);
  }
}

function cut({ width, data }: Labels, box: Box): Uint16Array {
  const part = new Uint16Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * width + box.x;
    part.set(data.subarray(from, from + box.width), y * box.width);
  }
  return part;
}

function paste({ width, data }: Labels, box: Box, part: Uint16Array): void {
  for (let y = 0; y < box.height; y++) {
    data.set(part.subarray(y * box.width, (y + 1) * box.width), (box.y + y) * width + box.x);
  }
}

function pack(part: Uint16Array): Uint32Array {
  const runs: number[] = [];
  for (let k = 0; k < part.length;) {
    const mark = part[k]!;
    const start = k;
    while (k < part.length && part[k] === mark) k++;
    runs.push(k - start, mark);
  }
  return Uint32Array.from(runs);
}

function unpack(runs: Uint32Array, box: Box): Uint16Array {
  const part = new Uint16Array(box.width * box.height);
  for (let k = 0, at = 0; k < runs.length; k += 2) {
    part.fill(runs[k + 1]!, at, at + runs[k]!);
    at += runs[k]!;
  }
  return part;
}
