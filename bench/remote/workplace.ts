import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '#adapters/postgres/create-database.ts';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';
import { connect } from '#db/connect.ts';
import type { Db } from '#db/schema.ts';

/** A database server, a folder for pictures and a connection to look at rows with; all of it goes with `close`. */
export type Workplace = {
  url: string;
  dataDir: string;
  db: Db;
  /** Process of the database server. */
  pid: number;
  close(): Promise<void>;
};

export async function makeWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'redrabbit-bench-'));
  const server = await startPostgres({ folder: join(folder, 'postgres') });
  const url = await createDatabase(server.url, 'bench');
  const db = connect(url, { max: 4, onError: () => {} });
  return {
    url,
    pid: Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10),
    dataDir: join(folder, 'data'),
    db,
    async close() {
      await db.destroy();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
