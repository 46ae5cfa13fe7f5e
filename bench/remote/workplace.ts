import { existsSync } from 'node:fs';
import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase } from '#adapters/postgres/create-database.ts';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';
import { connect } from '#db/connect.ts';
import type { Db } from '#db/schema.ts';
import { makeFolder } from '../support/make-folder.ts';

/** A database server, a folder for pictures and a connection to look at rows with. */
export type Workplace = {
  url: string;
  dataDir: string;
  db: Db;
  /** Process of the database server. */
  pid: number;
  close(): Promise<void>;
};

/** `kept` is a folder that stays, with its database, for a later run; without one, all goes with `close`. */
export async function makeWorkplace(kept?: string): Promise<Workplace> {
  const temporary = await makeFolder();
  const folder = kept ?? temporary;
  const database = join(folder, 'postgres');
  const name = 'bench';
  const isThere = existsSync(join(database, 'PG_VERSION'));
  const server = await startPostgres({ folder: database });
  // Where the server of a run that was killed is looked for.
  if (kept !== undefined) await symlink(database, join(temporary, 'postgres'));
  const url = isThere
    ? Object.assign(new URL(server.url), { pathname: name }).href
    : await createDatabase(server.url, name);
  const db = connect(url, { max: 4, onError: () => {} });
  return {
    url,
    pid: Number.parseInt(await readFile(join(database, 'postmaster.pid'), 'utf8'), 10),
    dataDir: join(folder, 'data'),
    db,
    async close() {
      await db.destroy();
      await server.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
