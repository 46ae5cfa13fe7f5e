import { AppError } from '#core/app-error.ts';
import type { ProviderName } from '#core/remote/provider-names.ts';
import {
  blueprintsOfProject,
  changeProject as writeProject,
  findProject,
  type Project,
} from '#db/projects.ts';
import { wakeRemote } from '#db/remote-jobs.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { remoteGenerators } from './gate.ts';
import { tellBlueprints } from './tell-blueprints.ts';

export type ProjectChange = { providers?: ProviderName[]; capMicros?: number | null };

/**
 * Allows providers, or sets where spending stops. Takes hold at the next request; what is under way is not
 * called back. Throws AppError `not_found`.
 */
export async function changeProject(
  context: Context,
  projectId: string,
  change: ProjectChange,
  actor: string,
): Promise<Project> {
  const { providers, capMicros } = change;
  const project = await inTransaction(context.db, async (trx) => {
    if (providers !== undefined || capMicros !== undefined) {
      await writeProject(trx, projectId, {
        ...(providers !== undefined && { providers: [...new Set(providers)].sort() }),
        ...(capMicros !== undefined && { cap_micros: capMicros }),
      });
    }
    const changed = await findProject(trx, projectId);
    if (changed === undefined)
      throw new AppError('not_found', 'There is no such project. Go back to the list.');
    // What waited for a permission or for money may go on.
    for (const { name } of remoteGenerators(context)) await wakeRemote(trx, name);
    return changed;
  });
  if (providers !== undefined || capMicros !== undefined) {
    // The history of every blueprint says who allowed what.
    const concerned = await blueprintsOfProject(context.db, projectId);
    await tellBlueprints(context, concerned, { type: 'project_changed', actor, payload: { ...change } });
  }
  return project;
}
