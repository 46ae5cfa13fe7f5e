import { z } from 'zod';
import type { RemotePrice } from '#adapters/generator/port.ts';
import { wholeMegapixels } from '#core/remote/whole-megapixels.ts';

/** One model of fal's: what its fields are called, and what a picture costs. */
export type Model = {
  readonly id: string;
  readonly label: string;
  /** One line for who chooses: what it is good for. */
  readonly summary: string;
  /** `edit`: repaints a masked region of a photo; `text`: makes a picture of words alone. */
  readonly kind: 'edit' | 'text';
  readonly maskField?: 'mask_url' | 'mask_image_url';
  /** Sent as they are, beside prompt, picture, mask and seed. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Millionths of a US dollar for each unit; `null` where no price was found. */
  readonly price: { readonly unit: 'megapixel' | 'image'; readonly micros: number } | null;
};

const checked = { enable_safety_checker: true, output_format: 'png', num_images: 1 } as const;
const tolerant = { safety_tolerance: '2', output_format: 'png', num_images: 1 } as const;

export const models: readonly Model[] = [
  {
    id: 'fal-ai/flux-pro/v1/fill',
    label: 'FLUX.1 Fill [pro]',
    summary: 'Repaints the marked region from scratch. The usual choice.',
    kind: 'edit',
    maskField: 'mask_url',
    extra: tolerant,
    price: { unit: 'megapixel', micros: 50_000 },
  },
  {
    id: 'fal-ai/flux-lora/inpainting',
    label: 'FLUX.1 inpainting',
    summary: 'Keeps some of the surface under the mark: for fine scratches and stains.',
    kind: 'edit',
    maskField: 'mask_url',
    extra: { ...checked, strength: 0.8 },
    price: { unit: 'megapixel', micros: 35_000 },
  },
  {
    id: 'fal-ai/flux-general/inpainting',
    label: 'FLUX.1 general inpainting',
    summary: 'As the one above; takes more settings.',
    kind: 'edit',
    maskField: 'mask_url',
    extra: { ...checked, strength: 0.8 },
    price: null,
  },
  {
    id: 'fal-ai/qwen-image-edit/inpaint',
    label: 'Qwen image edit',
    summary: 'Follows long descriptions closely.',
    kind: 'edit',
    maskField: 'mask_url',
    extra: { ...checked, strength: 0.9 },
    price: null,
  },
  {
    id: 'fal-ai/z-image/turbo/inpaint',
    label: 'Z-Image turbo',
    summary: 'Fast and cheap, for first tries.',
    kind: 'edit',
    maskField: 'mask_image_url',
    extra: { ...checked, strength: 0.9 },
    price: null,
  },
  {
    id: 'fal-ai/flux-pro/v1.1',
    label: 'FLUX 1.1 [pro]',
    summary: 'Makes a picture of words alone, for products without a photo.',
    kind: 'text',
    extra: tolerant,
    price: { unit: 'megapixel', micros: 40_000 },
  },
];

export const defaultModel = models[0]!;
const defaultWordsModel = models.find(({ kind }) => kind === 'text')!;

export function findModel(id: string | null): Model | undefined {
  return id === null ? defaultModel : models.find((model) => model.id === id);
}

/** Of those that make a picture of words alone. */
export function findWordsModel(id: string | null): Model | undefined {
  const model = id === null ? defaultWordsModel : findModel(id);
  return model?.kind === 'text' ? model : undefined;
}

/** What is sent of a photo is never more than this many pixels. */
const mostSent = 1_000_000;

/**
 * What one picture costs, in millionths of a US dollar. Megapixels are counted whole and up, as fal's pages
 * bill them; where no price is known, the dearest that is known is assumed.
 */
export function priceOf(model: Model, { width, height }: { width: number; height: number }): RemotePrice {
  const dearest = { unit: 'megapixel', micros: 50_000 } as const;
  const { unit, micros: perUnit } = model.price ?? dearest;
  const pixels = model.kind === 'edit' ? Math.min(mostSent, width * height) : width * height;
  const units = unit === 'image' ? 1 : wholeMegapixels(pixels);
  return { micros: perUnit * units, unit, units, perUnit, model: model.id };
}

/** `images[0]` of all models above; the seed is not read, it may be rounded. */
export const pictureAnswer = z.object({
  images: z.array(z.object({ url: z.string().min(1).max(40_000_000) })).min(1),
  has_nsfw_concepts: z.array(z.boolean()).optional(),
});
