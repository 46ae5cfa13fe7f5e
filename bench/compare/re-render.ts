import sharp, { type Sharp } from 'sharp';
import { createRandom, type Random } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';

/** What happened to a picture on its way through a generator, beside the defect. */
export type ReRendering = {
  readonly colour: boolean;
  readonly gamma: boolean;
  /** 1 to 3 px, and half a degree at most. */
  readonly motion: boolean;
  readonly resampling: boolean;
  readonly grain: boolean;
  /** A gradient of brightness over the whole picture, 10 % at most. */
  readonly light: boolean;
  /** JPEG quality, or `null`. */
  readonly quality: number | null;
};

/** Any combination, each part with its own chance, and never none. */
export function drawReRendering(random: Random): ReRendering {
  const drawn: ReRendering = {
    colour: random.chance(0.6),
    gamma: random.chance(0.6),
    motion: random.chance(0.7),
    resampling: random.chance(0.4),
    grain: random.chance(0.5),
    light: random.chance(0.25),
    quality: random.chance(0.75) ? random.integer(55, 85) : null,
  };
  const some = Object.values(drawn).some((value) => value !== false && value !== null);
  return some ? drawn : { ...drawn, motion: true, quality: 75 };
}

/** The picture as another program would give it back; same size, defect where it was but for the motion. */
export async function reRender(picture: Picture, how: ReRendering, seed: string): Promise<Picture> {
  const random = createRandom(seed);
  let { data } = picture;
  if (how.motion) data = move({ ...picture, data }, random.fork('motion'));
  if (how.colour || how.gamma || how.light) data = tone({ ...picture, data }, how, random.fork('tone'));
  if (how.resampling) data = await resample({ ...picture, data }, random.fork('size').between(0.6, 0.9));
  if (how.grain) data = grain({ ...picture, data }, random.fork('grain'));
  if (how.quality !== null) data = await throughJpeg({ ...picture, data }, how.quality);
  return { ...picture, data };
}

function move({ width, height, channels, data }: Picture, random: Random): Uint8Array {
  const length = random.between(1, 3);
  const heading = random.between(0, 2 * Math.PI);
  const dx = length * Math.cos(heading);
  const dy = length * Math.sin(heading);
  const angle = random.chance(0.5) ? (random.between(-0.5, 0.5) * Math.PI) / 180 : 0;
  const out = new Uint8Array(data.length);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x - width / 2, y - height / 2];
      // Bilinear, edges repeating: what most programs do.
      const sx = Math.max(0, Math.min(width - 1.001, cos * u - sin * v + width / 2 + dx));
      const sy = Math.max(0, Math.min(height - 1.001, sin * u + cos * v + height / 2 + dy));
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [a, b] = [sx - left, sy - top];
      for (let c = 0; c < channels; c++) {
        const at = (top * width + left) * channels + c;
        const below = at + width * channels;
        out[(y * width + x) * channels + c] = Math.round(
          (1 - b) * ((1 - a) * data[at]! + a * data[at + channels]!) +
            b * ((1 - a) * data[below]! + a * data[below + channels]!),
        );
      }
    }
  }
  return out;
}

function tone(picture: Picture, how: ReRendering, random: Random): Uint8Array {
  const { width, channels, data } = picture;
  const gamma = how.gamma ? random.between(0.85, 1.18) : 1;
  const curves = Array.from({ length: channels }, () => {
    const gain = how.colour ? random.between(0.94, 1.06) : 1;
    const offset = how.colour ? random.between(-6, 6) : 0;
    return Float32Array.from({ length: 256 }, (_, value) => 255 * gain * (value / 255) ** gamma + offset);
  });
  const slopeX = how.light ? random.between(-0.1, 0.1) : 0;
  const slopeY = how.light ? random.between(-0.1, 0.1) : 0;
  return data.map((value, at) => {
    const i = Math.floor(at / channels);
    const light =
      1 +
      slopeX * ((i % width) / width - 0.5) +
      slopeY * (Math.floor(i / width) / (data.length / channels / width) - 0.5);
    return Math.max(0, Math.min(255, Math.round(curves[at % channels]![value]! * light)));
  });
}

async function resample(picture: Picture, scale: number): Promise<Uint8Array> {
  const { width, height } = picture;
  const small = await raw(picture)
    .resize(Math.round(width * scale), Math.round(height * scale), { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { info } = small;
  const back = sharp(small.data, { raw: info }).resize(width, height, { fit: 'fill', kernel: 'cubic' });
  const { data, info: last } = await back.raw().toBuffer({ resolveWithObject: true });
  return plain(data, picture, last.channels);
}

function grain({ channels, data }: Picture, random: Random): Uint8Array {
  const sigma = random.between(1, 4);
  const colour = random.chance(0.5) ? 0.6 : 0.1;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += channels) {
    const shared = random.normal(0, sigma);
    for (let c = 0; c < channels; c++) {
      const own = channels === 3 ? random.normal(0, sigma * colour) : 0;
      out[i + c] = Math.max(0, Math.min(255, Math.round(data[i + c]! + shared + own)));
    }
  }
  return out;
}

async function throughJpeg(picture: Picture, quality: number): Promise<Uint8Array> {
  const jpeg = await raw(picture).jpeg({ quality }).toBuffer();
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return plain(data, picture, info.channels);
}

function raw({ width, height, channels, data }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** The library gives grey pictures back in three channels now and then. */
function plain(data: Uint8Array, { channels }: Picture, held: number): Uint8Array {
  if (held === channels) return new Uint8Array(data);
  return new Uint8Array(data.length / held).map((_, i) => data[i * held]!);
}
