import type { Picture } from '#imaging/picture.ts';
import { findComponents } from '#imaging/components.ts';
import { distanceTo } from '#imaging/surface/distance.ts';
import { bareGround } from './bare-ground.ts';
import { distancesTo, projectedCover } from './colour-distance.ts';
import { growIn } from './grow-in.ts';
import type { Motif } from './motif.ts';
import { medianOn, splitLevel } from './split-level.ts';
import { cutOut, type Window } from './window.ts';
import { boxOf } from './box-of.ts';

/** Print that stands out by less is not told from the surface's own structure. */
const LEAST_CONTRAST = 16;
const FEWEST_PIXELS = 24;
/** Ground around print that is softer than this is a shadow or a bend: levels a px, in parts of the contrast. */
const SHARP = 0.18;

/**
 * Finds what stands out of the ground in `room` (1 inside, window pixels; its border must be mostly ground): the
 * ground is grown in from the border, then from all that is like it. What touches the border of the room is part of
 * something larger and left alone, if anything else is there. `blur` is the photo's, px. `null` when nothing stands
 * out by enough and with sharp edges.
 */
export function splitMotif(golden: Picture, window: Window, room: Uint8Array, blur: number): Motif | null {
  const photo = cutOut(golden, window);
  const { width, height } = window;
  const border = borderOf(room, width, height);
  dropOutliers(photo, border);
  let apart = distancesTo(photo, growIn(photo, border, 3), room);
  let threshold = splitLevel(apart, room);
  let ink = Uint8Array.from(apart, (value) => (value > threshold ? 1 : 0));
  // Once more, with all the ground known.
  const rough = groundBeside(ink, room, width, height, 2);
  apart = distancesTo(photo, growIn(photo, rough, 3), room);
  threshold = splitLevel(apart, room);
  ink = Uint8Array.from(apart, (value) => (value > threshold ? 1 : 0));
  dropParts(ink, room, width, height);
  const contrast = medianOn(apart, ink);
  if (contrast === null || contrast < LEAST_CONTRAST || !isSharp(apart, ink, width, contrast)) return null;

  const soft = Math.ceil(1.5 * blur + 0.5);
  const reach = distanceTo(ink, width, height);
  const wide = Uint8Array.from(reach, (value, i) => (value <= soft && room[i] ? 1 : 0));
  const bare = bareGround(photo, wide, groundBeside(ink, room, width, height, soft + 1));
  const cover = projectedCover(photo, bare, wide, apart);
  const box = boxOf(cover, width);
  return box && { window, photo, bare, ink: wide, cover, room, contrast, box };
}

/** The rim of the room, where the ground is to be seen. */
function borderOf(room: Uint8Array, width: number, height: number): Uint8Array {
  const depth = depthIn(room, width, height);
  let deepest = 0;
  for (const value of depth) if (value > deepest) deepest = value;
  const rim = Math.max(2.5, 0.12 * deepest);
  return Uint8Array.from(depth, (value) => (value > 0 && value <= rim ? 1 : 0));
}

/** Distance to the room's outside, px; the window's border is outside. */
function depthIn(room: Uint8Array, width: number, height: number): Float32Array {
  const wide = width + 2;
  const outside = new Uint8Array(wide * (height + 2)).fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) outside[(y + 1) * wide + x + 1] = 1 - room[y * width + x]!;
  }
  const distance = distanceTo(outside, wide, height + 2);
  return Float32Array.from(room, (_, i) => distance[(Math.floor(i / width) + 1) * wide + (i % width) + 1]!);
}

/** Takes out of the border what is unlike most of it: print and stripes that run through. */
function dropOutliers({ channels, data }: Picture, border: Uint8Array): void {
  const off = new Float32Array(border.length);
  for (let c = 0; c < channels; c++) {
    const values: number[] = [];
    for (let i = 0; i < border.length; i++) if (border[i]) values.push(data[i * channels + c]!);
    const middle = median(values);
    const spread = Math.max(4, 1.5 * median(values.map((value) => Math.abs(value - middle))));
    for (let i = 0; i < border.length; i++) {
      if (border[i]) off[i] = Math.max(off[i]!, Math.abs(data[i * channels + c]! - middle) / spread);
    }
  }
  for (let i = 0; i < border.length; i++) if (off[i]! > 3.5) border[i] = 0;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** The room's pixels that are at least `apart` px from the ink. */
function groundBeside(
  ink: Uint8Array,
  room: Uint8Array,
  width: number,
  height: number,
  apart: number,
): Uint8Array {
  const reach = distanceTo(ink, width, height);
  return Uint8Array.from(reach, (value, i) => (value >= apart && room[i] ? 1 : 0));
}

/** Specks of noise, and what touches the border of the room if anything else is there. */
function dropParts(ink: Uint8Array, room: Uint8Array, width: number, height: number): void {
  const { labels, areas } = findComponents(ink, width, height, 8);
  const depth = depthIn(room, width, height);
  const cut = new Set<number>();
  for (let i = 0; i < ink.length; i++) if (ink[i] && depth[i]! <= 1.5) cut.add(labels[i]!);
  const whole = areas.filter((area, label) => area >= FEWEST_PIXELS && !cut.has(label));
  for (let i = 0; i < ink.length; i++) {
    if (!ink[i]) continue;
    const label = labels[i]!;
    if (areas[label]! < 4 || (whole.length > 0 && cut.has(label))) ink[i] = 0;
  }
}

/** Print and labels have sharp edges; shadows and bends have not. */
function isSharp(apart: Float32Array, ink: Uint8Array, width: number, contrast: number): boolean {
  const steps: number[] = [];
  for (let i = width; i < ink.length - width; i++) {
    if (!ink[i] || (ink[i - 1] && ink[i + 1] && ink[i - width] && ink[i + width])) continue;
    const beside = Math.min(apart[i - 1]!, apart[i + 1]!, apart[i - width]!, apart[i + width]!);
    steps.push(apart[i]! - beside);
  }
  return steps.length >= 8 && median(steps) >= SHARP * contrast;
}
