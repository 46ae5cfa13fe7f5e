import { changeOf } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';
import { scratch } from '#imaging/scratch.ts';
import type { Motif } from './motif.ts';
import type { Retouch } from './retouch.ts';
import { windowWithin } from './window.ts';

/** Where a motif goes, about the middle of its box: turned by `turn` (radians, y down), moved by whole px. */
export type Move = { readonly dx: number; readonly dy: number; readonly turn: number };

/** Where a place of the motif comes to lie. */
export function movedPlace(
  motif: Motif,
  { dx, dy, turn }: Move,
  x: number,
  y: number,
): { x: number; y: number } {
  const middle = middleOf(motif);
  const [px, py] = [x - middle.x, y - middle.y];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return { x: middle.x + px * cos - py * sin + dx, y: middle.y + px * sin + py * cos + dy };
}

/** Middle of the motif's box, full-size px. */
export function middleOf({ window, box: [left, top, right, bottom] }: Motif): { x: number; y: number } {
  return { x: window.left + (left + right + 1) / 2, y: window.top + (top + bottom + 1) / 2 };
}

/**
 * The photo with the motif somewhere else: the bare ground where it was, and its difference from that ground where it
 * is now, its border and shadow included. What only differs by grain (a label's plain inside) stays the photo's:
 * `calm` is the grain's size in 8-bit levels.
 */
export function moveMotif(golden: Picture, motif: Motif, move: Move, calm: number): Retouch {
  const { window, box, ink } = motif;
  const corners = [
    [box[0], box[1]],
    [box[2], box[1]],
    [box[0], box[3]],
    [box[2], box[3]],
  ].map(([x, y]) => movedPlace(motif, move, window.left + x!, window.top + y!));
  const margin = 8;
  const area = windowWithin(
    golden,
    Math.min(window.left + box[0], ...corners.map(({ x }) => x)) - margin,
    Math.min(window.top + box[1], ...corners.map(({ y }) => y)) - margin,
    Math.max(window.left + box[2], ...corners.map(({ x }) => x)) + margin,
    Math.max(window.top + box[3], ...corners.map(({ y }) => y)) + margin,
  );
  const { channels } = golden;
  const count = area.width * area.height;
  const values = scratch(Float32Array, count * channels);
  const change = scratch(Float32Array, count * channels);
  const lacks = scratch(Float32Array, count);
  const middle = middleOf(motif);
  const [cos, sin] = [Math.cos(move.turn), Math.sin(move.turn)];
  const delta = new Float32Array(channels);
  const added = addedBy(motif);
  for (let y = 0, i = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++, i++) {
      const at = ((y + area.top) * golden.width + x + area.left) * channels;
      // Back to where this place came from.
      const px = x + area.left + 0.5 - middle.x - move.dx;
      const py = y + area.top + 0.5 - middle.y - move.dy;
      const u = middle.x + px * cos + py * sin - 0.5 - window.left;
      const v = middle.y - px * sin + py * cos - 0.5 - window.top;
      const cover = sampleDelta(motif, added, u, v, delta);
      const here = (y + area.top - window.top) * window.width + x + area.left - window.left;
      const inWindow =
        y + area.top >= window.top &&
        y + area.top < window.top + window.height &&
        x + area.left >= window.left &&
        x + area.left < window.left + window.width;
      const known = inWindow && ink[here] === 1;
      for (let c = 0; c < channels; c++) {
        const old = golden.data[at + c]!;
        const ground = known ? motif.bare[here * channels + c]! : old;
        const now = cover < 0 ? ground : ground * (1 - cover) + delta[c]!;
        values[i * channels + c] = Math.max(0, Math.min(255, now));
        change[i * channels + c] = now - old;
      }
      // Between pixels about a third of the noise's strength is lost.
      lacks[i] = cover > 0 && move.turn !== 0 ? 0.6 * cover : 0;
    }
  }
  const amount = whereChanged(change, area.width, area.height, channels, Math.max(3, 2.5 * calm));
  return { ...area, channels, values, amount, lacks };
}

/** What a motif adds to the ground at each pixel of its window: new value = ground (1 - cover) + added. */
function addedBy({ photo: { data, channels }, bare, cover }: Motif): Float64Array {
  const added = scratch(Float64Array, data.length);
  for (let i = 0, at = 0; i < cover.length; i++) {
    const seen = 1 - cover[i]!;
    for (let c = 0; c < channels; c++, at++) added[at] = data[at]! - seen * bare[at]!;
  }
  return added;
}

/** Parts of a pixel that places are rounded to. */
const PHASES = 64;

/** For each part of a pixel, the weights of the four around a place. */
const cubic = Float64Array.from({ length: 4 * PHASES }, (_, n) =>
  catmullRom((n >> 2) / PHASES + 1 - (n & 3)),
);

/**
 * What the motif `added` to the ground at a place of its window (px, bilinear on `cover`, bicubic on values), into `out`;
 * returns how much of the ground it covers, -1 outside of it.
 */
function sampleDelta(motif: Motif, added: Float64Array, u: number, v: number, out: Float32Array): number {
  const { width, height } = motif.window;
  const { channels } = motif.photo;
  const left = Math.round(u * PHASES) / PHASES;
  const top = Math.round(v * PHASES) / PHASES;
  const x0 = Math.floor(left);
  const y0 = Math.floor(top);
  if (x0 < 1 || y0 < 1 || x0 > width - 3 || y0 > height - 3) return -1;
  const near = y0 * width + x0;
  if (!motif.ink[near] && !motif.ink[near + 1] && !motif.ink[near + width] && !motif.ink[near + width + 1])
    return -1;
  const fx = left - x0;
  const fy = top - y0;
  const cover =
    (motif.cover[near]! * (1 - fx) + motif.cover[near + 1]! * fx) * (1 - fy) +
    (motif.cover[near + width]! * (1 - fx) + motif.cover[near + width + 1]! * fx) * fy;
  if (fx === 0 && fy === 0) {
    for (let c = 0; c < channels; c++) out[c] = added[near * channels + c]!;
    return cover;
  }
  const across = 4 * PHASES * fx;
  const w0 = cubic[across]!;
  const w1 = cubic[across + 1]!;
  const w2 = cubic[across + 2]!;
  const w3 = cubic[across + 3]!;
  const row = width * channels;
  for (let c = 0; c < channels; c++) {
    const at = near * channels + c;
    let sum = 0;
    for (let j = 4 * PHASES * fy, end = j + 4, from = at - row - channels; j < end; j++, from += row) {
      const second = from + channels;
      const third = second + channels;
      sum +=
        cubic[j]! *
        (w0 * added[from]! + w1 * added[second]! + w2 * added[third]! + w3 * added[third + channels]!);
    }
    // Not beyond the four nearest: sharp ends would ring.
    const a = added[at]!;
    const b = added[at + channels]!;
    const d = added[at + row]!;
    const e = added[at + row + channels]!;
    out[c] = Math.max(Math.min(a, b, d, e), Math.min(Math.max(a, b, d, e), sum));
  }
  return cover;
}

/** Keys' cubic convolution (1981), a = -1/2, by distance in px. */
function catmullRom(distance: number): number {
  const t = Math.abs(distance);
  if (t >= 2) return 0;
  return t <= 1 ? 1 - 2.5 * t * t + 1.5 * t * t * t : 2 - 4 * t + 2.5 * t * t - 0.5 * t * t * t;
}

/** 1 within two px of where the change, as a mean of 3 x 3 px, is above `least`. */
function whereChanged(
  change: Float32Array,
  width: number,
  height: number,
  channels: number,
  least: number,
): Float32Array {
  const near = scratch(Float32Array, width * height);
  const mean = new Float32Array(3);
  const across = width * channels;
  // Sums of three rows, each used three times.
  const threes = new Float64Array(across);
  const widen = (from: number, to: number, y: number): void => {
    for (let v = Math.max(0, y - 2); v <= Math.min(height - 1, y + 2); v++) {
      near.fill(1, v * width + Math.max(0, from - 2), v * width + Math.min(width, to + 2));
    }
  };
  for (let y = 1; y < height - 1; y++) {
    for (let k = 0, at = y * across; k < across; k++, at++) {
      threes[k] = change[at - across]! + change[at]! + change[at + across]!;
    }
    let from = -1;
    for (let x = 1; x < width - 1; x++) {
      for (let c = 0; c < channels; c++) {
        const k = x * channels + c;
        mean[c] = (threes[k - channels]! + threes[k]! + threes[k + channels]!) / 9;
      }
      const size = channels === 1 ? Math.abs(mean[0]!) : changeOf(mean[0]!, mean[1]!, mean[2]!);
      if (size < least) {
        if (from !== -1) widen(from, x, y);
        from = -1;
      } else if (from === -1) from = x;
    }
    if (from !== -1) widen(from, width - 1, y);
  }
  return near;
}
