import { z } from 'zod';

/** One endpoint: what it takes, what it makes, what it costs. */
export type Model = {
  readonly id: string;
  /** `masked` repaints the white of a mask, `edit` a photo as a whole, `text` needs no photo. */
  readonly makes: 'masked' | 'edit' | 'text';
  readonly input: z.ZodType<ModelInput>;
  /** Sampling steps that show in its logs; `null`: it logs nothing. */
  readonly steps: number | null;
  readonly pricedBy: 'megapixel' | 'image';
  /** The answer has `seed`, `has_nsfw_concepts` and `prompt`. */
  readonly tellsMore: boolean;
};

/** What any model is asked for, under one set of names. */
export type ModelInput = {
  readonly prompt: string;
  readonly images: readonly string[];
  readonly mask: string | null;
  readonly count: number;
  readonly seed: number | null;
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly size: { readonly width: number; readonly height: number };
  /** The pictures come inside the answer, as data URIs. */
  readonly inline: boolean;
  /** What is not masked is put back as it was. */
  readonly pasteBack: boolean;
};

const sizes = {
  square_hd: [1024, 1024],
  square: [512, 512],
  portrait_4_3: [768, 1024],
  portrait_16_9: [576, 1024],
  landscape_4_3: [1024, 768],
  landscape_16_9: [1024, 576],
} as const;

const side = z.int().min(14).max(4096).default(512);
const imageSize = z
  .union([
    z.enum(Object.keys(sizes) as (keyof typeof sizes)[]).transform((name) => {
      const [width, height] = sizes[name];
      return { width, height };
    }),
    z.object({ width: side, height: side }),
  ])
  .default({ width: 1024, height: 768 });

const common = (format: 'jpeg' | 'png') => ({
  prompt: z.string(),
  seed: z.number().int().nullish(),
  num_images: z.int().min(1).max(4).default(1),
  output_format: z.enum(['jpeg', 'png']).default(format),
  sync_mode: z.boolean().default(false),
  safety_tolerance: z.enum(['1', '2', '3', '4', '5', '6']).optional(),
  enable_safety_checker: z.boolean().optional(),
});
const strength = z.number().min(0).max(1).optional();
const steps = z.int().min(1).max(50).optional();
const guidance = z.number().min(0).max(35).optional();

type Common = z.output<z.ZodObject<ReturnType<typeof common>>>;

function named(input: Common, more: Partial<ModelInput> = {}): ModelInput {
  return {
    prompt: input.prompt,
    images: [],
    mask: null,
    count: input.num_images,
    seed: input.seed ?? null,
    format: input.output_format,
    size: { width: 1024, height: 768 },
    inline: input.sync_mode,
    pasteBack: false,
    ...more,
  };
}

/** Input of a model that repaints what `mask_url` shows white. */
export function maskedInput(
  format: 'jpeg' | 'png',
  { pastesBack = false, needsReference = false } = {},
): z.ZodType<ModelInput> {
  return z
    .object({
      ...common(format),
      image_url: z.string(),
      mask_url: z.string(),
      reference_image_url: needsReference ? z.string() : z.string().optional(),
      strength,
      num_inference_steps: steps,
      guidance_scale: guidance,
      paste_back: z.boolean().default(pastesBack),
    })
    .transform((input) =>
      named(input, { images: [input.image_url], mask: input.mask_url, pasteBack: input.paste_back }),
    );
}

/** The same where the mask is called `mask_image_url`. */
export function maskImageInput(format: 'jpeg' | 'png'): z.ZodType<ModelInput> {
  return z
    .object({
      ...common(format),
      image_url: z.string(),
      mask_image_url: z.string(),
      strength,
      control_scale: z.number().min(0).max(2).optional(),
      num_inference_steps: z.int().min(1).max(8).optional(),
    })
    .transform((input) => named(input, { images: [input.image_url], mask: input.mask_image_url }));
}

/** Input of an editor that takes one photo and words. */
export function photoInput(format: 'jpeg' | 'png'): z.ZodType<ModelInput> {
  return z
    .object({ ...common(format), image_url: z.string(), guidance_scale: guidance })
    .transform((input) => named(input, { images: [input.image_url] }));
}

/** Input of an editor that takes several photos; the first is edited. */
export function photosInput(format: 'jpeg' | 'png', most: number): z.ZodType<ModelInput> {
  return z
    .object({ ...common(format), image_urls: z.array(z.string()).min(1).max(most) })
    .transform((input) => named(input, { images: input.image_urls }));
}

/** Input of a model that needs no photo. */
export function textInput(format: 'jpeg' | 'png'): z.ZodType<ModelInput> {
  return z
    .object({ ...common(format), image_size: imageSize, enhance_prompt: z.boolean().optional() })
    .transform((input) => named(input, { size: input.image_size }));
}
