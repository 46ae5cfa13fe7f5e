import { AppError } from '#core/app-error.ts';
import { type Box, measureMask } from '#core/annotation/mask.ts';
import { CUT_OUT_SIDE, type CutOutImage } from '#imaging/cut-out.ts';
import { fileKindOf } from '#imaging/file-kind.ts';
import { sharp, type Sharp } from '#imaging/image-library.ts';

/** Of a cut-out's file: a real thing is small. */
export const MAX_CUT_OUT_BYTES: number = 10 * 1024 * 1024;
const MAX_CUT_OUT_PIXELS = 16_000_000;
/** Opaque pixels along the longer side: of fewer, nothing can be told. */
const LEAST_EXTENT = 4;
const SOLID = 127;

/**
 * Decodes a person's cut-out, trims it to what is not transparent and makes it small enough to be kept. `shrunkBy` is
 * how many px of the file became one. Throws AppError `file_refused` for anything else than a whole PNG of at most
 * 10 MB and 16 MP with something opaque on something transparent.
 */
export async function decodeCutOut(
  bytes: Uint8Array,
  fileName: string,
): Promise<{ image: CutOutImage; shrunkBy: number }> {
  const refuse = (sentence: string, cause?: unknown): AppError =>
    new AppError('file_refused', `"${fileName}" ${sentence}`, { cause, details: { fileName } });
  if (bytes.byteLength > MAX_CUT_OUT_BYTES) {
    throw refuse(
      `is ${(bytes.byteLength / 1024 / 1024).toFixed(1)} MB, more than the limit of 10 MB for a cut-out: crop it first.`,
    );
  }
  if (fileKindOf(bytes) !== 'png') {
    throw refuse('is not a PNG: cut the thing out of its photo and save it as PNG with transparency.');
  }
  try {
    const input = sharp(bytes, { failOn: 'error', limitInputPixels: false });
    const { width, height, hasAlpha } = await input.metadata();
    if (width * height > MAX_CUT_OUT_PIXELS) {
      throw refuse(`is ${width} x ${height} px, more than the limit of 16 MP for a cut-out: crop it first.`);
    }
    const whole = hasAlpha ? await rawCutOut(input) : null;
    if (whole === null || !whole.data.some((value, at) => at % 4 === 3 && value < 250)) {
      throw refuse(
        'has no transparency: make everything around the thing transparent and save it as PNG again.',
      );
    }
    const box = opaqueBox(whole);
    if (box === null) throw refuse('is empty: nothing in it is opaque.');
    if (Math.max(box.width, box.height) < LEAST_EXTENT) {
      throw refuse(`shows a thing of only ${box.width} x ${box.height} px: use a larger picture of it.`);
    }
    const { data } = whole;
    const image = await rawCutOut(
      sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false })
        .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
        .resize(CUT_OUT_SIDE, CUT_OUT_SIDE, { fit: 'inside', withoutEnlargement: true }),
    );
    return { image, shrunkBy: Math.max(box.width, box.height) / Math.max(image.width, image.height) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse('is damaged and cannot be read: save or export it again.', cause);
  }
}

/** PNG with alpha. */
export async function encodeCutOut({ width, height, data }: CutOutImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** Decodes a cut-out that was kept. Throws what the library throws. */
export async function readCutOut(bytes: Uint8Array): Promise<CutOutImage> {
  return rawCutOut(sharp(bytes));
}

async function rawCutOut(image: Sharp): Promise<CutOutImage> {
  const { data, info } = await image
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`decoded to ${info.channels} channels`);
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** Around all that is more opaque than not. */
function opaqueBox({ width, height, data }: CutOutImage): Box | null {
  const solid = new Uint8Array(width * height).map((_, i) => (data[i * 4 + 3]! > SOLID ? 255 : 0));
  return measureMask({ width, height, data: solid })?.box ?? null;
}
