import { knownProviders } from '#adapters/generator/known-providers.ts';
import type { ProviderProfile, RemoteModel } from '#adapters/generator/port.ts';
import type { ProviderView } from '#contract/provider.ts';
import { findTrouble } from '#db/provider-accounts.ts';
import { gateState } from '#db/remote-gate.ts';
import type { Context } from '#context.ts';
import { type RemoteGenerator, remoteGenerators } from './gate.ts';
import { obstacleOf } from './obstacle-of.ts';

/** A golden image of a megapixel or more: what is sent of any photo is no more than that. */
const usualSize = { width: 1000, height: 1000 };

/** All that this version knows; those that this installation has a key for with how they do. */
export async function readProviders(
  context: Pick<Context, 'db' | 'generators' | 'now'>,
): Promise<ProviderView[]> {
  const generators = new Map(remoteGenerators(context).map((generator) => [generator.name, generator]));
  return Promise.all(
    knownProviders.map((profile) => {
      const generator = generators.get(profile.name);
      return generator === undefined ? withoutKey(profile) : withKey(context, generator);
    }),
  );
}

async function withoutKey(profile: ProviderProfile): Promise<ProviderView> {
  const nothing = { isConfigured: false, isForbidden: false, slots: 0, held: 0, trouble: null };
  return { ...profileView(profile), ...nothing, obstacle: obstacleOf(profile, undefined) };
}

async function withKey(
  context: Pick<Context, 'db' | 'now'>,
  { remote }: RemoteGenerator,
): Promise<ProviderView> {
  const trouble = await findTrouble(context.db, remote.name);
  return {
    ...profileView(remote),
    isConfigured: true,
    isForbidden: remote.isForbidden,
    obstacle: obstacleOf(remote, remote),
    slots: remote.slots,
    held: (await gateState(context.db, remote.name, context.now())).sent,
    trouble: trouble && { code: trouble.code, message: trouble.message, since: trouble.since.toISOString() },
  };
}

function profileView(
  profile: ProviderProfile,
): Pick<ProviderView, 'name' | 'label' | 'disclosure' | 'models' | 'words'> {
  const { name, label, disclosure, words } = profile;
  const view = (models: readonly RemoteModel[]): ProviderView['models'] =>
    models.map(({ hasKnownPrice, ...model }, k) => ({
      ...model,
      ...priceOf(profile, model.id),
      isEstimate: !hasKnownPrice,
      isDefault: k === 0,
    }));
  return {
    name,
    label,
    disclosure,
    models: view(profile.models),
    words: words && { disclosure: words.disclosure, models: view(words.models) },
  };
}

function priceOf(profile: ProviderProfile, model: string): { micros: number; unit: 'megapixel' | 'image' } {
  const { micros, unit } = profile.price({ ...usualSize, model });
  return { micros, unit };
}
