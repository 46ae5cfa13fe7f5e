import { AppError } from '#core/app-error.ts';
import type { GreyPicture } from '#core/annotation/grey-picture.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { thumbnailSides } from '#core/thumbnail-sides.ts';
import { mostUploadBytes } from '#core/upload-limit.ts';
import { fileKindOf, type FileKind } from '#imaging/file-kind.ts';
import { type Metadata, sharp, type Sharp } from '#imaging/image-library.ts';
import type { Picture } from '#imaging/picture.ts';
import { encodeInBands } from '#imaging/png.ts';
import type { Thumbnails } from '#imaging/thumbnail.ts';

export const MAX_UPLOAD_BYTES: number = mostUploadBytes;
/** Of a file that is read from this machine's own disk: 64 MP of noise in 8 bits, as PNG. */
export const MAX_LOCAL_BYTES: number = 200 * 1024 * 1024;
const MAX_PIXELS = 64_000_000;
export const MIN_SIDE = 16;

/** Transparent parts become white: cut-out product photos are made to be shown on white. */
const BEHIND_TRANSPARENCY = '#ffffff';

export type UploadFacts = {
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly bytes: number;
  /** EXIF orientation as stored, 1-8; the picture itself is upright. */
  readonly orientation: number;
  readonly bitDepth: 8 | 16;
  readonly hadAlpha: boolean;
  /** Colour space as stored: `srgb`, `b-w`, `cmyk`, `rgb16`, ... */
  readonly colourSpace: string;
};

/**
 * Decodes a user's file to an upright 8-bit sRGB or grey picture.
 * Throws AppError `file_refused` for anything else than a whole, still JPEG, PNG or WebP of at most `maxBytes`
 * (25 MB) and 64 MP, at least 16 px on each side. The declared size is checked before a pixel is decoded.
 */
export async function decodeUpload(
  bytes: Uint8Array,
  fileName: string,
  maxBytes: number = MAX_UPLOAD_BYTES,
): Promise<{ picture: Picture; facts: UploadFacts }> {
  const refuse = (sentence: string, cause?: unknown): AppError =>
    new AppError('file_refused', `"${fileName}" ${sentence}`, { cause, details: { fileName } });
  if (bytes.byteLength > maxBytes) {
    throw refuse(
      `is ${megabytes(bytes.byteLength)} MB, more than the limit of ${Math.round(maxBytes / 1024 / 1024)} MB: save it as JPEG or at a smaller size.`,
    );
  }
  const kind = fileKindOf(bytes);
  if (kind !== 'jpeg' && kind !== 'png' && kind !== 'webp') throw refuse(unsupported(kind, bytes.byteLength));

  let facts: Metadata;
  try {
    facts = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw refuse('is damaged and cannot be read: save or export it again.', cause);
  }
  const { width, height } = facts;
  if (width * height > MAX_PIXELS) {
    throw refuse(
      `is ${width} x ${height} px (${Math.round((width * height) / 1e6)} MP), more than the limit of 64 MP: scale it down first.`,
    );
  }
  if ((facts.pages ?? 1) > 1) throw refuse('is an animation: save one frame of it as JPEG, PNG or WebP.');
  if (Math.min(width, height) < MIN_SIDE) {
    throw refuse(`is only ${width} x ${height} px: use a photo of at least ${MIN_SIDE} px on each side.`);
  }
  try {
    const picture = await decode(bytes, facts);
    return {
      picture,
      facts: {
        format: kind,
        bytes: bytes.byteLength,
        orientation: facts.orientation ?? 1,
        bitDepth: facts.depth === 'uchar' ? 8 : 16,
        hadAlpha: facts.hasAlpha,
        colourSpace: facts.space,
      },
    };
  } catch (cause) {
    throw refuse('is cut off or damaged part of the way through: save or export it again.', cause);
  }
}

/** Decodes a file that was accepted before (a stored golden image, a candidate's PNG). Throws what the library throws. */
export async function decodePicture(bytes: Uint8Array): Promise<Picture> {
  return decode(bytes, await sharp(bytes, { limitInputPixels: false }).metadata());
}

/** Like `decodePicture`, with its long side at most `longSide` px: no more than some rows of the large one are held. */
export async function decodeSmall(bytes: Uint8Array, longSide: number): Promise<Picture> {
  const image = sharp(bytes, { limitInputPixels: false, sequentialRead: true });
  return rawOutput(
    image
      .resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true })
      .flatten()
      .toColourspace('srgb'),
  );
}

/** PNG, lossless, 8 bits a channel; grey pictures stay grey. */
export async function encodePng(picture: Picture): Promise<Uint8Array> {
  return encodeInBands(picture);
}

/** 8-bit grey PNG of 0 and 255. */
export async function encodeMask(mask: Mask): Promise<Uint8Array> {
  return encodePng({ width: mask.width, height: mask.height, channels: 1, data: mask.data });
}

/**
 * Reads a mask that a person drew or a program stored: values above 127 are defect. Throws AppError
 * `file_refused` when it is no image or not of the picture's size.
 */
export async function decodeMask(
  bytes: Uint8Array,
  expected: { width: number; height: number },
): Promise<Mask> {
  const kind = fileKindOf(bytes);
  if (kind !== 'png' && kind !== 'jpeg' && kind !== 'webp') {
    throw new AppError('file_refused', 'The mask is not an image: send it as an 8-bit grey PNG.');
  }
  let picture: Picture;
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata();
    if (width !== expected.width || height !== expected.height) {
      throw new AppError(
        'file_refused',
        `The mask is ${width} x ${height} px but the picture is ${expected.width} x ${expected.height} px: make them the same size.`,
      );
    }
    picture = await rawOutput(
      sharp(bytes, { failOn: 'error' }).flatten({ background: '#000000' }).toColourspace('b-w'),
    );
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('file_refused', 'The mask is damaged: save it again as an 8-bit grey PNG.', { cause });
  }
  const data = picture.data.map((value) => (value > 127 ? 255 : 0));
  return { width: picture.width, height: picture.height, data };
}

/** WebP of the whole picture, long side at most `longSide` px; never enlarged. Effort 0 halves the time (4 ms). */
export async function makeThumbnail(picture: Picture, longSide = 320): Promise<Uint8Array> {
  return rawInput(picture)
    .resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true, kernel: 'cubic' })
    .webp({ quality: 80, effort: 0 })
    .toBuffer();
}

/** Both sizes of a picture that no golden image was prepared for; the smaller is made of the larger. */
export async function makeThumbnails(picture: Picture): Promise<Thumbnails> {
  const large = await shrinkPicture(picture, thumbnailSides.large);
  const small = await shrinkPicture(large, thumbnailSides.small);
  return { small: await encodeThumbnail(small), large: await encodeThumbnail(large) };
}

/**
 * JPEG, each block with the standard's own codes: of 320 px 0.7 ms and of 640 px 1.2 ms of CPU, together less than one WebP of
 * 320 px (2.0 ms; 640 px are 4.7 ms). Codes of its own would take 7 % off the size and add half to the time.
 */
export async function encodeThumbnail(picture: Picture): Promise<Uint8Array> {
  return rawInput(picture).jpeg({ quality: 80, optimiseCoding: false }).toBuffer();
}

/** The whole picture at exactly this size, Lanczos; in grey where `channels` is 1. */
export async function resizePicture(
  picture: Picture,
  { width, height }: { width: number; height: number },
  channels: 1 | 3 = picture.channels,
): Promise<Picture> {
  if (picture.width === width && picture.height === height && picture.channels === channels) return picture;
  const image = rawInput(picture).resize(width, height, { fit: 'fill' });
  return rawOutput(image.toColourspace(channels === 1 ? 'b-w' : 'srgb'));
}

/** The whole picture with its long side at most `longSide` px; never enlarged. */
export async function shrinkPicture(picture: Picture, longSide: number): Promise<Picture> {
  if (Math.max(picture.width, picture.height) <= longSide) return picture;
  const image = rawInput(picture).resize(longSide, longSide, { fit: 'inside' });
  return rawOutput(image.toColourspace(picture.channels === 1 ? 'b-w' : 'srgb'));
}

async function decode(bytes: Uint8Array, facts: Metadata): Promise<Picture> {
  const grey = facts.space === 'b-w' || facts.space === 'grey16';
  // `error` refuses truncated files but not the harmless warnings that many cameras' files give.
  let image = sharp(bytes, {
    failOn: 'error',
    limitInputPixels: MAX_PIXELS,
    sequentialRead: true,
  }).autoOrient();
  if (facts.hasAlpha) image = image.flatten({ background: BEHIND_TRANSPARENCY });
  return rawOutput(image.toColourspace(grey ? 'b-w' : 'srgb'));
}

async function rawOutput(image: Sharp): Promise<Picture> {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (info.channels !== 1 && info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`);
  // A plain array over the same memory: a Buffer's `slice` shares where an array's copies.
  const plain = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width: info.width, height: info.height, channels: info.channels, data: plain };
}

function rawInput(picture: Picture): Sharp {
  const { width, height, channels, data } = picture;
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

function unsupported(kind: Exclude<FileKind, 'jpeg' | 'png' | 'webp'>, size: number): string {
  const instead = 'export it as JPEG, PNG or WebP.';
  if (size === 0) return 'is empty: choose a JPEG, PNG or WebP file.';
  if (kind === 'unknown') return 'is not an image that can be read here: choose a JPEG, PNG or WebP file.';
  if (kind === 'svg') return `is an SVG drawing, not a photo: ${instead}`;
  if (kind === 'gif') return `is a GIF, which has too few colours for inspection: ${instead}`;
  return `is a ${kind.toUpperCase()} file, which is not supported: ${instead}`;
}

/** A file's XMP; `null` where it has none. */
export async function readXmp(bytes: Uint8Array): Promise<string | null> {
  const found = await sharp(bytes)
    .metadata()
    .catch(() => null);
  return found?.xmpAsString ?? null;
}

/** Pixels of a file as its header says; `null` when it is no picture. */
export async function measureFile(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  const found = await sharp(bytes)
    .metadata()
    .catch(() => null);
  return found === null ? null : { width: found.width, height: found.height };
}

/** The values of a grey PNG of 8 or 16 bits as they are in the file; `null` when it is none. */
export async function readGreyPng(bytes: Uint8Array): Promise<GreyPicture | null> {
  try {
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS });
    const { format, depth, channels, hasAlpha, isPalette } = await image.metadata();
    if (format !== 'png' || channels !== 1 || hasAlpha || isPalette) return null;
    const isDeep = depth === 'ushort';
    if (!isDeep && depth !== 'uchar') return null;
    const { data, info } = await image
      .toColourspace(isDeep ? 'grey16' : 'b-w')
      .raw({ depth })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    // A copy begins where 16-bit numbers may.
    const own = new Uint8Array(data);
    return { width, height, data: isDeep ? new Uint16Array(own.buffer, 0, width * height) : own };
  } catch {
    return null;
  }
}
