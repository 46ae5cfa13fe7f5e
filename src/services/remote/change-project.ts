import { AppError } from '#core/app-error.ts';
import { lockBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
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

export type ProjectChange = { providers?: string[]; capMicros?: number | null };

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
  if (providers !== undefined || capMicros !== undefined)
    await tellBlueprints(context, projectId, change, actor);
  return project;
}

/**
 * Every open page of the project hears of it, and the history of every blueprint says who allowed what. Not in
 * the change's own transaction: a blueprint's row is locked before its project's, never after.
 */
async function tellBlueprints(
  context: Context,
  projectId: string,
  change: ProjectChange,
  actor: string,
): Promise<void> {
  for (const blueprintId of await blueprintsOfProject(context.db, projectId)) {
    await inTransaction(context.db, async (trx) => {
      if ((await lockBlueprint(trx, blueprintId)) === undefined) return;
      await appendEvent(trx, { blueprintId, type: 'project_changed', actor, payload: { ...change } });
    });
  }
}
