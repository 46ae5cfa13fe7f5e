import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '#core/app-error.ts';
import { isAlive } from './is-alive.ts';

export interface HoldOptions {
  /** Address of the database inside the data folder. */
  readonly url: string;
  /** The data folder, for the sentence that another program gets. */
  readonly folder: string;
  /** Where this program is reached, or what it is, in a few ASCII words: `http://localhost:4380`. */
  readonly address: string;
}

/** The right to be the only program on a data folder. It ends with the program, however that ends. */
export interface FolderHold {
  /** Settles if the hold is lost while the program runs, with the error that ended it. Never rejects. */
  readonly lost: Promise<Error>;
  release(): Promise<void>;
}

// Two numbers that no other advisory lock of the program uses.
const lockKey = [0x52656452, 1] as const;
const namePrefix = 'redrabbit';
const retryMs = 100;
// The server notices the end of a killed program's connection within milliseconds, on a busy machine a bit later.
const patienceWithDeadMs = 10_000;

/**
 * Takes the data folder for this program: a lock in its database, on a connection kept open for as long as the
 * program lives, so that nothing is left to clean up after `kill -9`. The connection's name tells who holds it.
 * @throws AppError `data_folder_in_use`, naming the program that has it
 */
export async function holdDataFolder(options: HoldOptions): Promise<FolderHold> {
  const client = new pg.Client({
    connectionString: options.url,
    // At most 63 bytes reach the server.
    application_name: `${namePrefix} ${process.pid} ${options.address}`,
    keepAlive: true,
  });
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>();
  client.on('error', lose);
  client.on('end', () => lose(new Error('The connection that holds the data folder ended.')));
  try {
    await client.connect();
    await takeLock(client, options.folder);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return { lost, release: () => client.end() };
}

async function takeLock(client: pg.Client, folder: string): Promise<void> {
  const deadline = Date.now() + patienceWithDeadMs;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
      ...lockKey,
    ]);
    if (rows[0].taken) return;
    const holder = await readHolder(client);
    if ((holder && isAlive(holder.pid)) || Date.now() > deadline) {
      const name = holder ? ` (process ${holder.pid}, ${holder.address})` : '';
      throw new AppError(
        'data_folder_in_use',
        `Another Red Rabbit${name} already uses ${folder}. Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    await wait(retryMs);
  }
}

async function readHolder(client: pg.Client): Promise<{ pid: number; address: string } | undefined> {
  const { rows } = await client.query<{ application_name: string }>(
    `select application_name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and granted
       and database = (select oid from pg_database where datname = current_database())`,
    [...lockKey],
  );
  const [, pid, address] = /^\S+ (\d+) (.*)$/.exec(rows[0]?.application_name ?? '') ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), address };
}
