import { AppError } from '#core/app-error.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { createRandom } from '#core/random.ts';
import { decodeMask, decodePicture } from '#imaging/codec.ts';
import type { Picture } from '#imaging/picture.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import type { JobFault } from '../faults/fault.ts';
import type { MediaFile } from '../media/media-store.ts';
import { failureOf, invalidInput, isFailure, type Failure } from '../protocol/failure.ts';
import { drawDefect, invertMask, namesDefect, pasteBack, repaintAll, stampDisc } from './draw-edit.ts';
import { drawProduct } from './draw-product.ts';
import { encodePicture, renderAgain, resizePicture, sizeOf } from './encode-picture.ts';
import { keepRecent } from './least-recent.ts';
import type { LoadedFile } from './load-image.ts';
import type { ModelInput } from './model.ts';

/**
 * `drawn`: a defect by Red Rabbit's renderer, some 0.3 s of CPU for a megapixel. `quick`: the photo with a
 * disc on it, kept for the same photo and mask; some 10 ms. `fixed`: always the same picture, whatever was asked; nothing.
 */
export const pictureModes = ['drawn', 'quick', 'fixed'] as const;
export type PictureMode = (typeof pictureModes)[number];

export type Commission = {
  readonly input: ModelInput;
  readonly photo: LoadedFile | null;
  readonly mask: LoadedFile | null;
  readonly seed: number;
  readonly way: Extract<JobFault, { kind: 'picture' }>['way'] | null;
};

export type Painted = MediaFile & { readonly width: number; readonly height: number };

/** Paints what is asked, or says as fal would why the photo or the mask cannot be used. */
export type Artist = (commission: Commission) => Promise<Painted | Failure>;

export function createArtist(mode: PictureMode): Artist {
  const photos = keepRecent<{ picture: Picture; surface: Surface }>(8);
  const quick = keepRecent<Painted | Failure>(64);
  const fixed = keepRecent<Painted>(32);

  const paint = async (commission: Commission): Promise<Painted | Failure> => {
    const { input, photo, seed, way } = commission;
    const random = createRandom(`picture ${seed}`);
    if (!photo) {
      const product = await drawProduct(input.size.width, input.size.height, random);
      const isBad = mode === 'drawn' && namesDefect(input.prompt);
      if (!isBad) return finish(product, commission);
      const known = { picture: product, surface: analyseSurface(product) };
      return finish(drawDefect(known, input.prompt, seed, null), commission);
    }
    const mask = await readMask(commission);
    if (mask && isFailure(mask)) return mask;
    try {
      const edited = await edit(commission, mask);
      const isLeftAlone = way === 'identical' || mode !== 'drawn';
      const again = isLeftAlone ? edited : await renderAgain(edited, random);
      const golden = input.pasteBack && mask ? await decodePicture(photo.bytes) : null;
      return await finish(golden ? pasteBack(again, golden, mask!) : again, commission);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return failureOf('image_load_error', { loc: ['body', 'image_url'] });
    }
  };

  const edit = async (commission: Commission, mask: Mask | null): Promise<Picture> => {
    const { input, photo, seed, way } = commission;
    const file = photo!;
    if (way === 'identical') return decodePicture(file.bytes);
    if (way === 'whole-region' && mask) {
      return repaintAll(await decodePicture(file.bytes), mask, createRandom(`repaint ${seed}`));
    }
    const where = way === 'outside-region' && mask ? invertMask(mask) : mask;
    if (mode !== 'drawn' && where) return stampDisc(await decodePicture(file.bytes), where);
    const known = await photos.get(file.hash, async () => {
      const picture = await decodePicture(file.bytes);
      return { picture, surface: analyseSurface(picture) };
    });
    return drawDefect(known, input.prompt, seed, where);
  };

  return (commission) => {
    const { input, photo, mask, way } = commission;
    const kind = `${input.format} ${way}`;
    // Without a photo it is the seed that makes the picture.
    if (mode === 'drawn' || (mode === 'quick' && photo === null)) return paint(commission);
    if (mode === 'fixed' && !needsPhoto(way)) {
      return fixed.get(kind, async () => {
        return finish(await drawProduct(256, 256, createRandom(0)), commission);
      });
    }
    const asked = `${photo?.hash} ${mask?.hash} ${JSON.stringify(input.size)}`;
    return quick.get(`${asked} ${kind}`, () => paint(commission));
  };
}

function needsPhoto(way: Commission['way']): boolean {
  return way === 'identical' || way === 'whole-region' || way === 'outside-region';
}

/** The mask at its own size, which must be the photo's; `null` for a model without one. */
async function readMask({ photo, mask }: Commission): Promise<Mask | Failure | null> {
  const photoSize = await sizeOf(photo!.bytes);
  if (!photoSize) return failureOf('image_load_error', { loc: ['body', 'image_url'] });
  if (!mask) return null;
  const maskSize = await sizeOf(mask.bytes);
  if (!maskSize) return failureOf('image_load_error', { loc: ['body', 'mask_url'] });
  if (maskSize.width === photoSize.width && maskSize.height === photoSize.height) {
    return decodeMask(mask.bytes, photoSize);
  }
  const msg = `Image and mask must have the same size, got ${textOf(photoSize)} and ${textOf(maskSize)}`;
  return invalidInput([{ loc: ['body', 'mask_url'], msg, type: 'value_error' }]);
}

async function finish(picture: Picture, { input, way }: Commission): Promise<Painted> {
  let last = picture;
  if (way === 'nsfw') last = { ...picture, data: new Uint8Array(picture.data.length) };
  if (way === 'resized') last = await resizePicture(picture, 0.75);
  const { width, height } = last;
  const isWhole = way !== 'not-an-image';
  const bytes = isWhole ? await encodePicture(last, input.format) : Buffer.from('This is not an image.');
  return { bytes, type: `image/${input.format}`, width, height };
}

function textOf({ width, height }: { width: number; height: number }): string {
  return `${width}x${height}`;
}

/** A file that is cut off: metadata can be read, pixels cannot. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof AppError || (error instanceof Error && /\b(Vips|jpeg|png|webp)/i.test(error.message))
  );
}
