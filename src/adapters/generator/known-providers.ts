import { falProfile } from './fal/fal-profile.ts';
import type { ProviderProfile } from './port.ts';

/** All that this version knows, with a key or without. */
export const knownProviders: readonly ProviderProfile[] = [falProfile];

/** The variable of the environment that a provider's key is read from. */
export function keyVariableOf(provider: string): string {
  return knownProviders.find(({ name }) => name === provider)?.keyVariable ?? 'its key';
}
