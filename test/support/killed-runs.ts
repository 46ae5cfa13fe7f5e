import { readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '#adapters/postgres/is-alive.ts';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';

/**
 * Removes the folders of processes that ended without doing so, and ends the database server that each may have left running, as
 * the program itself would: `prefix`, the process's number, `-` and anything, among the temporary files. `ledGroup`: what is left of
 * the group that the process led is ended first.
 */
export async function removeKilledRuns(prefix: string, { ledGroup = false } = {}): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (ledGroup) endGroup(pid);
      // A link, where the database itself is to stay.
      const database = await realpath(join(folder, 'postgres')).catch(() => null);
      if (database !== null) await startPostgres({ folder: database }).then((server) => server.stop());
      // What was just killed may still write.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      console.warn(`What a killed process left in ${folder} could not be removed:`, error);
    }
  }
}

/** The leader's number is given to no other process while there is one of its group. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
