import type { z } from 'zod';
import { parseEndpointId } from '../protocol/endpoint-id.ts';
import {
  maskImageInput,
  maskedInput,
  photoInput,
  photosInput,
  textInput,
  type Model,
  type ModelInput,
} from './model.ts';

/** The endpoints that the emulator serves. A new one is a line here. */
const models: readonly Model[] = [
  masked('fal-ai/flux-pro/v1/fill', maskedInput('jpeg'), null),
  masked('fal-ai/flux-lora-fill', maskedInput('jpeg', { pastesBack: true }), 28),
  masked('fal-ai/flux-lora/inpainting', maskedInput('jpeg'), 28),
  masked('fal-ai/flux-krea-lora/inpainting', maskedInput('jpeg'), 28),
  masked('fal-ai/flux-kontext-lora/inpaint', maskedInput('png', { needsReference: true }), 30),
  masked('fal-ai/flux-general/inpainting', maskedInput('png'), 28),
  masked('fal-ai/qwen-image-edit/inpaint', maskedInput('png'), 30),
  masked('fal-ai/z-image/turbo/inpaint', maskImageInput('png'), 8),
  // A workflow, for addresses with a namespace.
  masked('workflows/emulator/repaint', maskedInput('png'), null),
  editor('fal-ai/flux-pro/kontext', photoInput('jpeg'), true),
  editor('fal-ai/flux-2-pro/edit', photosInput('jpeg', 9), false),
  editor('fal-ai/nano-banana-2/edit', photosInput('png', 14), false),
  editor('fal-ai/bytedance/seedream/v4.5/edit', photosInput('png', 10), false),
  {
    id: 'fal-ai/flux-pro/v1.1',
    makes: 'text',
    input: textInput('jpeg'),
    steps: null,
    pricedBy: 'megapixel',
    tellsMore: true,
  },
];

const byId = new Map(models.map((model) => [model.id, model]));
const apps = new Set(models.map(({ id }) => parseEndpointId(id)?.app));

export function findModel(id: string): Model | null {
  return byId.get(id) ?? null;
}

/** An app is known when one of its endpoints is; the path is looked at by its runner, later. */
export function isKnownApp(app: string): boolean {
  return apps.has(app);
}

function masked(id: string, input: z.ZodType<ModelInput>, steps: number | null): Model {
  return { id, makes: 'masked', input, steps, pricedBy: 'megapixel', tellsMore: true };
}

function editor(id: string, input: z.ZodType<ModelInput>, tellsMore: boolean): Model {
  return { id, makes: 'edit', input, steps: null, pricedBy: 'image', tellsMore };
}
