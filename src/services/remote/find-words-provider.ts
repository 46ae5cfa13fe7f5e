import { knownProviders } from '#adapters/generator/known-providers.ts';
import { AppError } from '#core/app-error.ts';
import type { ProviderName } from '#core/remote/provider-names.ts';

/** Who makes golden images from words, and by which model; the usual one where none is named. Throws AppError `bad_request`. */
export function findWordsProvider(model: string | undefined): { provider: ProviderName; model: string } {
  const all = knownProviders.flatMap(({ name, words }) =>
    (words?.models ?? []).map(({ id }) => ({ provider: name, model: id })),
  );
  const found = model === undefined ? all[0] : all.find((each) => each.model === model);
  if (found !== undefined) return found;
  throw new AppError(
    'bad_request',
    `There is no model “${model}” that makes pictures of words. Choose one of: ${all.map((each) => each.model).join(', ')}.`,
  );
}
