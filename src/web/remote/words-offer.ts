import type { ProjectView, ProviderView } from '#contract/provider.ts';
import { wholeMegapixels } from '#core/remote/whole-megapixels.ts';
import { type Offer, offerOf } from './offer.ts';

/** Who makes golden images from words, and what one of that size costs; `null` where nobody does. */
export function wordsOffer(
  providers: readonly ProviderView[],
  project: ProjectView | undefined,
  { width, height }: { width: number; height: number },
): { provider: ProviderView; disclosure: string; offer: Offer | null } | null {
  for (const provider of providers) {
    const { words } = provider;
    const usual = words?.models.find(({ isDefault }) => isDefault);
    if (words === null || usual === undefined) continue;
    const units = usual.unit === 'megapixel' ? wholeMegapixels(width * height) : 1;
    const priced = { ...usual, micros: usual.micros * units };
    const offer = offerOf({ name: provider.name, model: null }, [{ ...provider, models: [priced] }], project);
    return { provider, disclosure: words.disclosure, offer };
  }
  return null;
}
