import { AppError } from '#core/app-error.ts';
import type { Mask } from '#core/annotation/mask.ts';
import type { MeasuredSample } from '#core/real-sample/measured-sample.ts';
import {
  decodeMask,
  decodeUpload,
  encodeMask,
  encodePng,
  makeThumbnail,
  MAX_UPLOAD_BYTES,
} from '#imaging/codec.ts';
import { measureSample } from './measure-sample.ts';
import { shrinkMask } from './shrink-mask.ts';

/** A user's photo of a really bad part, and the mask of its defect: encoded, as they came. */
export type SampleFiles = { readonly name: string; readonly picture: Uint8Array; readonly mask: Uint8Array };

export type ReadSample = {
  readonly width: number;
  readonly height: number;
  /** Upright PNG, and the mask as 8-bit grey PNG of its size. */
  readonly picture: Uint8Array;
  readonly mask: Uint8Array;
  /** Both small, the long side at most 320 px: WebP and PNG. */
  readonly thumbnail: Uint8Array;
  readonly smallMask: Uint8Array;
  readonly measured: MeasuredSample;
};

const SMALL_SIDE = 320;
/** Of the picture: with more, there is too little of the good surface left to measure it against. */
const MOST_MARKED = 0.9;
/** Stretches of marked pixels in rows. A drawn mask of 64 MP has some 50,000; noise has millions. */
const MOST_STRETCHES = 400_000;

/**
 * Decodes, checks and measures one real sample. Throws AppError `file_refused` in a sentence for what is no
 * picture, and for masks of another size, empty, over nearly all of the picture, or full of specks.
 */
export async function readSample(files: SampleFiles): Promise<ReadSample> {
  const { measured, picture, mask } = await measureFiles(files);
  const [png, maskPng, thumbnail, smallMask] = await Promise.all([
    encodePng(picture),
    encodeMask(mask),
    makeThumbnail(picture, SMALL_SIDE),
    encodeMask(shrinkMask(mask, SMALL_SIDE)),
  ]);
  const { width, height } = picture;
  return { width, height, picture: png, mask: maskPng, thumbnail, smallMask, measured };
}

/** The same without files to keep. */
export async function measureFiles({ name, picture: bytes, mask: maskBytes }: SampleFiles) {
  const { picture } = await decodeUpload(bytes, name);
  if (maskBytes.byteLength > MAX_UPLOAD_BYTES) {
    throw refused(name, 'is more than the limit of 25 MB: save it as an 8-bit grey PNG.');
  }
  const mask = await decodeMask(maskBytes, picture).catch((error: unknown) => {
    if (error instanceof AppError)
      throw new AppError(error.code, `"${name}": ${error.message}`, { cause: error });
    throw error;
  });
  checkMask(name, mask);
  return { picture, mask, measured: measureSample(picture, mask) };
}

function checkMask(name: string, { width, data }: Mask): void {
  let area = 0;
  let stretches = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    area++;
    if (i % width === 0 || data[i - 1] === 0) stretches++;
  }
  if (area === 0) throw refused(name, 'is empty: paint the defect white on black.');
  if (area > MOST_MARKED * data.length) {
    const share = Math.floor((100 * area) / data.length);
    throw refused(
      name,
      `covers ${share} % of the picture, so that nothing good is left to compare with: paint only the defect white.`,
    );
  }
  if (stretches > MOST_STRETCHES) {
    throw refused(name, 'is full of specks: paint the defect as a few whole areas.');
  }
}

function refused(name: string, what: string): AppError {
  return new AppError('file_refused', `The mask of "${name}" ${what}`, { details: { fileName: name } });
}
