import type { ProviderView } from '#contract/provider.ts';
import { expect, it } from 'vitest';
import { wordsOffer } from './words-offer.ts';

const model = {
  id: 'fal-ai/flux-pro/v1.1',
  label: 'FLUX 1.1 [pro]',
  summary: '',
  micros: 40_000,
  unit: 'megapixel' as const,
  isEstimate: false,
  isDefault: true,
};
const fal: ProviderView = {
  name: 'fal',
  label: 'fal.ai',
  isConfigured: true,
  isForbidden: false,
  obstacle: null,
  disclosure: '',
  models: [],
  words: { disclosure: 'Words leave.', models: [model] },
  slots: 2,
  held: 0,
  trouble: null,
};
const price = (provider: ProviderView, width: number, height: number) =>
  wordsOffer([provider], undefined, { width, height })?.offer?.micros;

it('costs by the megapixel, each one begun, or by the picture', () => {
  expect(price(fal, 992, 992)).toBe(40_000);
  expect(price(fal, 1440, 1440)).toBe(120_000);
  const flat = { ...fal, words: { disclosure: '', models: [{ ...model, unit: 'image' as const }] } };
  expect(price(flat, 1440, 1440)).toBe(40_000);
});

it('is of nobody where nobody makes pictures of words, and has no price without a key', () => {
  expect(wordsOffer([{ ...fal, words: null }], undefined, { width: 992, height: 992 })).toBeNull();
  expect(wordsOffer([{ ...fal, isConfigured: false }], undefined, { width: 992, height: 992 })).toMatchObject(
    {
      offer: null,
      disclosure: 'Words leave.',
    },
  );
});
