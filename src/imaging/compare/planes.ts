import type { Picture } from '#imaging/picture.ts';

/** A picture as one field of grey levels (0-255, not rounded) for each channel, or numbers made of such. */
export type Planes = {
  readonly width: number;
  readonly height: number;
  /** One or three, `width * height` each, row by row. */
  readonly fields: readonly Float32Array[];
};

/** The picture at another size, as planes of `channels` channels; grey is repeated. Area mean where it shrinks, Catmull-Rom where it grows. */
export function planesOf(picture: Picture, width: number, height: number, channels: 1 | 3): Planes {
  if (picture.width === width && picture.height === height) return asPlanes(picture, channels);
  const across = spread(picture.width, width);
  const down = spread(picture.height, height);
  const held = picture.channels;
  const stride = picture.width * held;
  const fields = Array.from({ length: channels }, () => new Float32Array(width * height));
  const line = new Float32Array(stride);
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (let k = down.first[y]!; k < down.first[y + 1]!; k++) {
      const share = down.share[k]!;
      const from = down.source[k]! * stride;
      for (let i = 0; i < stride; i++) line[i]! += share * picture.data[from + i]!;
    }
    for (let c = 0; c < channels; c++) {
      const field = fields[c]!;
      const shift = held === 3 ? c : 0;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = across.first[x]!; k < across.first[x + 1]!; k++) {
          sum += across.share[k]! * line[across.source[k]! * held + shift]!;
        }
        field[y * width + x] = sum;
      }
    }
  }
  return { width, height, fields };
}

function asPlanes({ width, height, channels: held, data }: Picture, channels: 1 | 3): Planes {
  const fields = Array.from({ length: channels }, (_, c) => {
    const field = new Float32Array(width * height);
    for (let i = 0, at = held === 3 ? c : 0; i < field.length; i++, at += held) field[i] = data[at]!;
    return field;
  });
  return { width, height, fields };
}

/** The other way: 8 bits, rounded. */
export function pictureOf({ width, height, fields }: Planes): Picture {
  const channels = fields.length === 3 ? 3 : 1;
  const data = new Uint8Array(width * height * channels);
  fields.forEach((field, c) => {
    for (let i = 0; i < field.length; i++) {
      data[i * channels + c] = Math.max(0, Math.min(255, Math.round(field[i]!)));
    }
  });
  return { width, height, channels, data };
}

/** Rec. 601 luma. */
export function lumaOf({ fields }: Planes): Float32Array {
  const [r, g, b] = fields as [Float32Array, Float32Array?, Float32Array?];
  if (!g || !b) return r;
  const luma = new Float32Array(r.length);
  for (let i = 0; i < luma.length; i++) luma[i] = 0.299 * r[i]! + 0.587 * g[i]! + 0.114 * b[i]!;
  return luma;
}

/** Half the size, 2 x 2 means; an odd last row or column is left out. */
export function halveField(field: Float32Array, width: number, height: number): Float32Array {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Float32Array(w * h);
  for (let y = 0, i = 0; y < h; y++) {
    for (let x = 0, at = 2 * y * width; x < w; x++, i++, at += 2) {
      half[i] = 0.25 * (field[at]! + field[at + 1]! + field[at + width]! + field[at + width + 1]!);
    }
  }
  return half;
}

/** Which source pixels make each target pixel, and their shares. */
type Spread = { readonly first: Int32Array; readonly source: Int32Array; readonly share: Float32Array };

function spread(from: number, to: number): Spread {
  const first = new Int32Array(to + 1);
  const source: number[] = [];
  const share: number[] = [];
  const ratio = from / to;
  for (let i = 0; i < to; i++) {
    first[i] = source.length;
    if (ratio > 1) {
      const [start, end] = [i * ratio, (i + 1) * ratio];
      for (let k = Math.floor(start); k < Math.min(from, Math.ceil(end - 1e-9)); k++) {
        source.push(k);
        share.push((Math.min(k + 1, end) - Math.max(k, start)) / ratio);
      }
    } else if (ratio === 1) {
      source.push(i);
      share.push(1);
    } else {
      const centre = (i + 0.5) * ratio - 0.5;
      const base = Math.floor(centre);
      catmullRom(centre - base).forEach((weight, k) => {
        source.push(Math.max(0, Math.min(from - 1, base - 1 + k)));
        share.push(weight);
      });
    }
  }
  first[to] = source.length;
  return { first, source: Int32Array.from(source), share: Float32Array.from(share) };
}

/** Weights of the four neighbours of a position `t` past the second (Catmull and Rom 1974). */
export function catmullRom(t: number): [number, number, number, number] {
  return [
    t * (-0.5 + t * (1 - 0.5 * t)),
    1 + t * t * (-2.5 + 1.5 * t),
    t * (0.5 + t * (2 - 1.5 * t)),
    t * t * (-0.5 + 0.5 * t),
  ];
}
