import type { PreferencesView } from '#contract/preference.ts';
import type { Preferences } from '#services/preferences/read-preferences.ts';
import { candidateView } from './candidate.ts';

export function preferencesView({ pair, ...rest }: Preferences): PreferencesView {
  return {
    ...rest,
    pair: pair && { left: candidateView(pair.left), right: candidateView(pair.right) },
  };
}
