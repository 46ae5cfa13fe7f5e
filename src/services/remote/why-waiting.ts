import { keyVariableOf } from '#adapters/generator/known-providers.ts';
import type { WaitingView } from '#contract/provider.ts';
import { dollars } from '#core/remote/dollars.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { findProject } from '#db/projects.ts';
import { findTrouble } from '#db/provider-accounts.ts';
import { waitingPictures } from '#db/remote-jobs.ts';
import type { Db } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { remoteGenerators } from './gate.ts';

export type Waiting = WaitingView;

/** Why a blueprint's pictures that are made elsewhere do not go on just now; `null` where nothing stands in their way. */
export async function whyWaiting(
  context: Pick<Context, 'generators'>,
  db: Db,
  blueprint: Blueprint,
): Promise<Waiting | null> {
  const waiting = await waitingPictures(db, blueprint.id);
  if (waiting === undefined) return null;
  const { generator: provider, queued, running } = waiting;
  const because = (
    reason: Waiting['reason'],
    message: string,
    more: { since?: Date; pictures?: number } = {},
  ): Waiting => ({
    reason,
    provider,
    message,
    since: more.since?.toISOString() ?? null,
    pictures: more.pictures ?? queued,
  });

  const remote = remoteGenerators(context).find(({ name }) => name === provider)?.remote;
  if (remote === undefined) {
    return because(
      'no_key',
      `This installation has no key for ${provider} any more. Start it with ${keyVariableOf(provider)}, or cancel these pictures.`,
    );
  }
  const trouble = await findTrouble(db, provider);
  // Its answers cannot be fetched either, so what is under way waits too.
  if (trouble !== null) {
    return because('account', trouble.message, { since: trouble.since, pictures: queued + running });
  }
  if (queued === 0) return null;
  if (remote.isForbidden) {
    return because(
      'no_egress',
      'Nothing may leave this machine (NO_EGRESS is set). Start without it, or cancel these pictures.',
    );
  }
  const project = await findProject(db, blueprint.project_id);
  if (project === undefined) return null;
  const { label } = remote;
  if (!project.providers.includes(remote.name)) {
    return because(
      'not_allowed',
      `The project no longer allows ${label}. Allow it again, or cancel these pictures.`,
    );
  }
  const { capMicros, spentMicros, reservedMicros } = project;
  const taken = spentMicros + reservedMicros;
  if (capMicros !== null && taken + remote.price(waiting).micros > capMicros) {
    return because(
      'cap',
      `Of the ${dollars(capMicros)} that the project may spend, ${dollars(taken)} is spent or put aside. Raise the limit, and they go on.`,
    );
  }
  return null;
}
