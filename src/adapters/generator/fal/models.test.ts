import { expect, test } from 'vitest';
import { defaultModel, findModel, models, priceOf } from './models.ts';

test('what is sent of a photo is a megapixel at most, whatever its size', () => {
  expect(priceOf(defaultModel, { width: 4000, height: 3000 })).toEqual({
    micros: 50_000,
    unit: 'megapixel',
    units: 1,
    perUnit: 50_000,
    model: 'fal-ai/flux-pro/v1/fill',
  });
});

test('a picture of words is billed by the megapixel begun', () => {
  const model = findModel('fal-ai/flux-pro/v1.1')!;
  expect(priceOf(model, { width: 1024, height: 1024 })).toMatchObject({ units: 2, micros: 80_000 });
});

test('a model without a known price is taken for a dear one, never for free', () => {
  for (const model of models) expect(priceOf(model, { width: 800, height: 800 }).micros).toBeGreaterThan(0);
});

test('every model that edits says where its mask goes', () => {
  for (const model of models) expect(model.maskField !== undefined).toBe(model.kind === 'edit');
});

test('no model named is the usual one; an unknown name is none', () => {
  expect(findModel(null)).toBe(defaultModel);
  expect(findModel('fal-ai/made-up')).toBeUndefined();
});
