import { addCredentials } from './add-credentials.ts';
import sharp, { type Sharp } from 'sharp';
import type { Random } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';

/** A Gaussian of 0.3 px in three by three taps; the library's own blur does nothing at that size. */
const softer = { width: 3, height: 3, scale: 400, kernel: [1, 18, 1, 18, 324, 18, 1, 18, 1] };

export type PictureFormat = 'jpeg' | 'png' | 'webp';

/**
 * A picture as a model sends it back although it was asked to leave it alone: each channel a little
 * brighter or darker, the finest detail softened by 0.3 px.
 */
export async function renderAgain(picture: Picture, random: Random): Promise<Picture> {
  const { width, height, channels } = picture;
  const each = (mean: number, deviation: number): number[] =>
    Array.from({ length: channels }, () => random.normal(mean, deviation));
  const data = await raw(picture).convolve(softer).linear(each(1, 0.01), each(0, 1.2)).raw().toBuffer();
  return { width, height, channels, data };
}

export async function encodePicture(picture: Picture, format: PictureFormat): Promise<Uint8Array> {
  const image = raw(picture);
  if (format === 'jpeg') return image.jpeg({ quality: 92 }).toBuffer();
  if (format === 'webp') return image.webp({ quality: 92 }).toBuffer();
  return addCredentials(await image.png({ compressionLevel: 2 }).toBuffer());
}

export async function resizePicture(picture: Picture, factor: number): Promise<Picture> {
  const width = Math.max(16, Math.round(picture.width * factor));
  const height = Math.max(16, Math.round(picture.height * factor));
  const data = await raw(picture).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  return { ...picture, width, height, data };
}

/** Three channels. */
export async function drawSvg(svg: string): Promise<Picture> {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

function raw({ width, height, channels, data }: Picture): Sharp {
  const image = sharp(data, { raw: { width, height, channels } });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

/** `null` when the bytes are no image. */
export async function sizeOf(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    return null;
  }
}
