import type { Region } from '#core/annotation/region.ts';
import { rowSpans } from '#core/annotation/row-spans.ts';

/** Bits of a run's length, by the two bits before it: the shortest that fits is taken. */
const lengthBits = [3, 4, 8, 16] as const;
const mostValues = 2 ** lengthBits[3];
/** Channels of the picture that Label Studio packs: red, green, blue and opacity, all the same here. */
const channels = 4;

/**
 * A brush mask as Label Studio keeps it: the format of @thi.ng/rle-pack over the RGBA values of the whole picture, row by
 * row. A header (32 bits: number of values; 5: bits of a value less one; four times 4: bits of each kind of length
 * less one), then runs: a bit for "repeated", two for the kind of length, the length less one, the value in 8 bits.
 */
export function packBrush(region: Region, { width, height }: { width: number; height: number }): number[] {
  const { write, finish } = createBitWriter();
  write(width * height * channels, 32);
  write(8 - 1, 5);
  for (const bits of lengthBits) write(bits - 1, 4);
  const repeat = (value: number, pixels: number): void => {
    for (let rest = pixels * channels; rest > 0;) {
      const length = Math.min(rest, mostValues);
      const kind = lengthBits.findIndex((bits) => length <= 2 ** bits);
      write(1, 1);
      write(kind, 2);
      write(length - 1, lengthBits[kind]!);
      write(value, 8);
      rest -= length;
    }
  };
  let at = 0;
  const edges = [...rowSpans(region, width), width * height];
  for (const [index, edge] of edges.entries()) {
    repeat(index % 2 === 0 ? 0 : 255, edge - at);
    at = edge;
  }
  return finish();
}

/** The way back: `width * height` bytes, the opacity of each pixel. `null` where it is no brush mask of that size. */
export function unpackBrush(
  bytes: readonly number[],
  { width, height }: { width: number; height: number },
): Uint8Array | null {
  let bit = 0;
  const read = (bits: number): number => {
    let value = 0;
    for (let i = 0; i < bits; i++, bit++)
      value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    return value;
  };
  const count = read(32);
  const valueBits = read(5) + 1;
  const kinds = [0, 1, 2, 3].map(() => read(4) + 1);
  if (count !== width * height * channels || valueBits !== 8) return null;
  const opacity = new Uint8Array(width * height);
  const set = (from: number, to: number, value: number): unknown =>
    opacity.fill(value, pixelAfter(from), pixelAfter(to));
  for (let at = 0; at < count;) {
    if (bit >= bytes.length * 8) return null;
    const isRepeated = read(1) === 1;
    const end = at + read(kinds[read(2)]!) + 1;
    if (end > count) return null;
    if (isRepeated) set(at, end, read(8));
    else for (let i = at; i < end; i++) set(i, i + 1, read(8));
    at = end;
  }
  return opacity;
}

/** The first pixel whose opacity is at a value or after it. */
function pixelAfter(value: number): number {
  return Math.ceil((value - (channels - 1)) / channels);
}

function createBitWriter(): { write: (value: number, bits: number) => void; finish: () => number[] } {
  const bytes: number[] = [];
  let current = 0;
  let filled = 0;
  return {
    write: (value, bits) => {
      for (let shift = bits - 1; shift >= 0; shift--) {
        current = current * 2 + (Math.floor(value / 2 ** shift) % 2);
        if (++filled < 8) continue;
        bytes.push(current);
        current = 0;
        filled = 0;
      }
    },
    finish: () => (filled === 0 ? bytes : [...bytes, current * 2 ** (8 - filled)]),
  };
}
