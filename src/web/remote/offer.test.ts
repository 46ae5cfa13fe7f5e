import type { ProjectView, ProviderView } from '#contract/provider.ts';
import { describe, expect, it } from 'vitest';
import { needsAsking, type Offer, offerOf, orderSentences, priceOf } from './offer.ts';

const model = {
  id: 'a',
  label: 'Model A',
  summary: '',
  micros: 40_000,
  unit: 'megapixel' as const,
  isEstimate: false,
  isDefault: true,
};
const provider: ProviderView = {
  name: 'fal',
  label: 'fal.ai',
  isConfigured: true,
  isForbidden: false,
  obstacle: null,
  disclosure: '',
  models: [
    model,
    { ...model, id: 'b', label: 'Model B', micros: 50_000, isEstimate: true, isDefault: false },
  ],
  words: null,
  slots: 2,
  held: 0,
  trouble: null,
};
const project: ProjectView = {
  id: 'p',
  name: 'Project',
  providers: ['fal'],
  capMicros: 1_000_000,
  spentMicros: 100_000,
  reservedMicros: 100_000,
};
const offer = (change: Partial<ProjectView> = {}, id: string | null = null): Offer =>
  offerOf({ name: 'fal', model: id }, [provider], { ...project, ...change })!;

describe('an offer', () => {
  it('is of the model that was chosen, or the usual one', () => {
    expect(offer()).toMatchObject({ model: 'Model A', micros: 40_000, spent: 200_000, left: 800_000 });
    expect(offer({}, 'b')).toMatchObject({ model: 'Model B', isEstimate: true });
  });

  it('is none where nobody is asked, or somebody who is not known', () => {
    expect(offerOf({ name: 'renderer', model: null }, [provider], project)).toBeNull();
    expect(offerOf({ name: 'fal', model: null }, undefined, project)).toBeNull();
    expect(offerOf({ name: 'fal', model: 'gone' }, [provider], project)).toBeNull();
    expect(offerOf({ name: 'fal', model: null }, [{ ...provider, isConfigured: false }], project)).toBeNull();
  });

  it('says the price of an order', () => {
    expect(priceOf(offer(), 48)).toBe('about $1.92');
  });
});

describe('before an order is placed', () => {
  it('asks where it costs more than five dollars, or more than is left', () => {
    expect(needsAsking(offer({ capMicros: null }), 125)).toBe(false);
    expect(needsAsking(offer({ capMicros: null }), 126)).toBe(true);
    expect(needsAsking(offer(), 20)).toBe(false);
    expect(needsAsking(offer(), 21)).toBe(true);
  });

  it('says what is left, and how many would wait', () => {
    expect(orderSentences(offer(), 10).at(-1)).toBe('Of the project’s limit of $1.00, $0.40 is left then.');
    expect(orderSentences(offer(), 30).at(-1)).toMatch(/the first 20 are made, and the others wait/);
    expect(orderSentences(offer({ capMicros: 0 }), 30).at(-1)).toMatch(/all wait until it is raised/);
    expect(orderSentences(offer({ capMicros: null }), 1).at(-1)).toBe('The project has no spending limit.');
    expect(orderSentences(offer({}, 'b'), 1)[1]).toMatch(/publishes no price/);
  });
});
