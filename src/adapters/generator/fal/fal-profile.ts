import type { ProviderProfile, RemoteModel } from '#adapters/generator/port.ts';
import { providerLabels } from '#core/remote/provider-names.ts';
import { defaultModel, findModel, type Model, models, priceOf } from './models.ts';

/** What can be said of fal.ai without a key. */
export const falProfile: ProviderProfile = {
  name: 'fal',
  label: providerLabels.fal,
  keyVariable: 'FAL_KEY',
  disclosure:
    'The part of the photo around each defect, at most a megapixel, and the prompt are sent to fal.ai, and by it to the company whose model paints it.',
  models: modelsOf('edit'),
  words: {
    disclosure:
      'Your words, and no photo, are sent to fal.ai, and by it to the company whose model makes the picture.',
    models: modelsOf('text'),
  },
  price: ({ width, height, model }) => priceOf(findModel(model) ?? defaultModel, { width, height }),
};

function modelsOf(wanted: Model['kind']): RemoteModel[] {
  return models
    .filter(({ kind }) => kind === wanted)
    .map(({ id, label, summary, price }) => ({ id, label, summary, hasKnownPrice: price !== null }));
}
