import type { Mask } from '#core/annotation/mask.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';

// Readers for tests, each written from its format's specification alone and sharing nothing with its writer.
// Slow and plain on purpose.

export type ReadInstance = { readonly label: string | number; readonly mask: Mask };
type Size = { readonly width: number; readonly height: number };

const blank = ({ width, height }: Size): Mask => ({ width, height, data: new Uint8Array(width * height) });

/** As pycocotools: polygons are united, run lengths go down the columns. */
export function readCocoSegmentation(segmentation: unknown, size: Size): Mask {
  if (Array.isArray(segmentation)) return readRings(segmentation as number[][], size);
  const { size: given, counts } = segmentation as { size: number[]; counts: string | number[] };
  if (given[0] !== size.height || given[1] !== size.width) throw new Error('size');
  const mask = blank(size);
  let at = 0;
  (typeof counts === 'string' ? readCountString(counts) : counts).forEach((run, index) => {
    for (const end = at + run; at < end; at++) {
      if (index % 2 === 1) mask.data[(at % size.height) * size.width + Math.floor(at / size.height)] = 255;
    }
  });
  if (at !== size.width * size.height) throw new Error('length');
  return mask;
}

/** `rleFrString` of maskApi.c, with arithmetic instead of bits. */
function readCountString(text: string): number[] {
  const counts: number[] = [];
  let value = 0;
  let place = 1;
  for (const character of text) {
    const code = character.charCodeAt(0) - 48;
    value += (code % 32) * place;
    place *= 32;
    if (code >= 32) continue;
    if (code >= 16) value -= place;
    if (counts.length > 2) value += counts.at(-2)!;
    counts.push(value);
    value = 0;
    place = 1;
  }
  return counts;
}

/** Polygons in pixels, united. */
export function readRings(rings: readonly (readonly number[])[], size: Size): Mask {
  const mask = blank(size);
  for (const ring of rings) {
    const filled = rasteriseRing(ring, size.width, size.height).data;
    mask.data.forEach((set, i) => (mask.data[i] = set | filled[i]!));
  }
  return mask;
}

/** Rows of class and parts of width and height, in pixels. */
export function readYoloRows(text: string, { width, height }: Size): { label: number; values: number[] }[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [label, ...values] = line.split(' ').map(Number);
      return { label: label!, values: values.map((value, i) => value * (i % 2 === 0 ? width : height)) };
    });
}

/** CVAT: runs row by row within `left top width height`, background first. */
export function readCvatImage(xml: string, name: string): ReadInstance[] {
  const [, head, body] = new RegExp(`<image ([^>]*name="${name}"[^>]*)>([^]*?)</image>`).exec(xml)!;
  const size = { width: attribute(head!, 'width'), height: attribute(head!, 'height') };
  return [...body!.matchAll(/<mask ([^>]*)>/g)].map(([, text]) => {
    const mask = blank(size);
    const [left, top, width] = ['left', 'top', 'width'].map((key) => attribute(text!, key)) as [
      number,
      number,
      number,
    ];
    let at = 0;
    /rle="([^"]*)"/
      .exec(text!)![1]!
      .split(', ')
      .forEach((run, index) => {
        for (const end = at + Number(run); at < end; at++) {
          const [x, y] = [left + (at % width), top + Math.floor(at / width)];
          if (index % 2 === 1) mask.data[y * size.width + x] = 255;
        }
      });
    if (at !== width * attribute(text!, 'height')) throw new Error('length');
    return { label: /label="([^"]*)"/.exec(text!)![1]!, mask };
  });
}

function attribute(text: string, key: string): number {
  return Number(new RegExp(`(?:^| )${key}="(\\d+)"`).exec(text)![1]);
}

/** VOC: pixels from 1, the last one included. As `[x, y, width, height]`. */
export function readVocBoxes(xml: string): { label: string; box: number[] }[] {
  return [...xml.matchAll(/<object>([^]*?)<\/object>/g)].map(([, object]) => {
    const number = (key: string): number => Number(new RegExp(`<${key}>(\\d+)</${key}>`).exec(object!)![1]);
    const [xmin, ymin, xmax, ymax] = [number('xmin'), number('ymin'), number('xmax'), number('ymax')];
    const label = /<name>(.*)<\/name>/.exec(object!)![1]!;
    return { label, box: [xmin - 1, ymin - 1, xmax - xmin + 1, ymax - ymin + 1] };
  });
}

/** Label Studio's brush: `decode_rle` of label-studio-converter on a string of bits, then the last of four channels. */
export function readBrush(bytes: readonly number[], size: Size): Mask {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let place = 0;
  const read = (length: number): number => Number.parseInt(bits.slice(place, (place += length)), 2);
  const count = read(32);
  const wordSize = read(5) + 1;
  const sizes = [read(4), read(4), read(4), read(4)].map((less) => less + 1);
  const values: number[] = [];
  while (values.length < count) {
    const isRun = read(1) === 1;
    const length = read(sizes[read(2)]!) + 1;
    const value = isRun ? read(wordSize) : 0;
    for (let i = 0; i < length; i++) values.push(isRun ? value : read(wordSize));
  }
  const mask = blank(size);
  if (values.length !== mask.data.length * 4) throw new Error('length');
  mask.data.forEach((_, i) => (mask.data[i] = values[4 * i + 3]!));
  return mask;
}
