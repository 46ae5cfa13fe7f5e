import type { ProviderProfile } from '#adapters/generator/port.ts';
import { providerLabels } from '#core/remote/provider-names.ts';
import { defaultModel, findModel, models, priceOf } from './models.ts';

/** What can be said of fal.ai without a key. */
export const falProfile: ProviderProfile = {
  name: 'fal',
  label: providerLabels.fal,
  keyVariable: 'FAL_KEY',
  disclosure:
    'The part of the photo around each defect, at most a megapixel, and the prompt are sent to fal.ai, and by it to the company whose model paints it.',
  models: models
    .filter(({ kind }) => kind === 'edit')
    .map(({ id, label, summary, price }) => ({ id, label, summary, hasKnownPrice: price !== null })),
  price: ({ width, height, model }) => priceOf(findModel(model) ?? defaultModel, { width, height }),
};
