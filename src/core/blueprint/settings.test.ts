import { describe, expect, it } from 'vitest';
import { blueprintSettingsSchema, defaultSettings } from './settings.ts';

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
  ])('refuses %j', (change) => {
    expect(blueprintSettingsSchema.safeParse({ ...defaultSettings, ...change }).success).toBe(false);
  });
});
