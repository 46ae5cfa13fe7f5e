import { AppError } from '#core/app-error.ts';
import { changeProject as writeProject, findProject, type Project } from '#db/projects.ts';
import { wakeRemote } from '#db/remote-attempts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { remoteGenerators } from './gate.ts';

/**
 * Allows providers, or sets where spending stops. Takes hold at the next request; what is under way is not
 * called back. Throws AppError `not_found`.
 */
export async function changeProject(
  context: Context,
  projectId: string,
  change: { providers?: string[]; capMicros?: number | null },
): Promise<Project> {
  const { providers, capMicros } = change;
  return inTransaction(context.db, async (trx) => {
    if (providers !== undefined || capMicros !== undefined) {
      await writeProject(trx, projectId, {
        ...(providers !== undefined && { providers: [...new Set(providers)].sort() }),
        ...(capMicros !== undefined && { cap_micros: capMicros }),
      });
    }
    const project = await findProject(trx, projectId);
    if (project === undefined)
      throw new AppError('not_found', 'There is no such project. Go back to the list.');
    // What waited for a permission or for money may go on.
    for (const { name } of remoteGenerators(context)) await wakeRemote(trx, name);
    return project;
  });
}
