import { describe, expect, it } from 'vitest';
import { blueprintSettingsSchema, changeSettings, defaultSettings } from './settings.ts';

describe('blueprintSettingsSchema', () => {
  it('accepts its own defaults', () => {
    expect(blueprintSettingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
  });

  it.each([
    { targetPerCell: 0 },
    { targetPerCell: 501 },
    { targetPerCell: 2.5 },
    { seed: -1 },
    { seed: 2 ** 32 },
    { retry: { ...defaultSettings.retry, limit: 11 } },
    { retry: { ...defaultSettings.retry, delaySeconds: 0 } },
    { retry: { ...defaultSettings.retry, delaySeconds: 601 } },
    { drawing: { ...defaultSettings.drawing, severityRange: { min: 1, max: 4 } } },
    { drawing: { ...defaultSettings.drawing, severityRange: { min: 4, max: 15 } } },
    { drawing: { ...defaultSettings.drawing, severityRange: { min: 4, max: 4 } } },
    { drawing: { ...defaultSettings.drawing, together: { share: 1.1, most: 2 } } },
    { drawing: { ...defaultSettings.drawing, together: { share: 0.5, most: 5 } } },
    { drawing: { ...defaultSettings.drawing, allowedVariationShare: -0.1 } },
  ])('refuses %j', (change) => {
    expect(blueprintSettingsSchema.safeParse({ ...defaultSettings, ...change }).success).toBe(false);
  });
});

describe('changeSettings', () => {
  it('changes what is named, within groups too, and nothing else', () => {
    const { drawing, retry } = defaultSettings;
    expect(changeSettings(defaultSettings)).toEqual(defaultSettings);
    expect(
      changeSettings(defaultSettings, { drawing: { variants: 3 }, retry: { limit: 0 }, seed: 9 }),
    ).toEqual({
      ...defaultSettings,
      seed: 9,
      drawing: { ...drawing, variants: 3 },
      retry: { ...retry, limit: 0 },
    });
  });
});
