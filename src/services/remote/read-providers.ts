import type { ProviderView } from '#contract/provider.ts';
import { findTrouble } from '#db/provider-accounts.ts';
import { gateState } from '#db/remote-gate.ts';
import type { Context } from '#context.ts';
import { remoteGenerators } from './gate.ts';

/** A golden image of a megapixel or more: what is sent of any photo is no more than that. */
const usualSize = { width: 1000, height: 1000 };

/** All that this installation has a key for. */
export async function readProviders(
  context: Pick<Context, 'db' | 'generators' | 'now'>,
): Promise<ProviderView[]> {
  return Promise.all(
    remoteGenerators(context).map(async ({ name, remote }) => {
      const trouble = await findTrouble(context.db, name);
      return {
        name,
        label: remote.label,
        isConfigured: true,
        isForbidden: remote.isForbidden,
        disclosure: remote.disclosure,
        models: remote.models.map(({ hasKnownPrice, ...model }, k) => ({
          ...model,
          micros: remote.price({ ...usualSize, model: model.id }).micros,
          isEstimate: !hasKnownPrice,
          isDefault: k === 0,
        })),
        slots: remote.slots,
        held: (await gateState(context.db, name, context.now())).sent,
        trouble: trouble && {
          code: trouble.code,
          message: trouble.message,
          since: trouble.since.toISOString(),
        },
      };
    }),
  );
}
