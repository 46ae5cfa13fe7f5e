import { AppError } from '#core/app-error.ts';
import { explainDatabaseError } from '#db/explain-database-error.ts';
import { compareSchema } from '#db/migrate.ts';
import type { Context } from '#context.ts';

/** One thing that a process needs: `reason` is a sentence when it is not there, or when it is, but needs a word. */
export type Check = { ok: boolean; reason?: string };

export type Readiness = Record<'database' | 'schema' | 'storage', Check>;

/** Whoever asks gives up after a second or few itself. */
const patienceMs = 2000;

/** Whether a process can do its work: a database that answers and is up to date, and room for pictures. */
export async function checkReadiness(context: Pick<Context, 'db' | 'storage' | 'log'>): Promise<Readiness> {
  const [database, storage] = await Promise.all([
    check(context, 'The database', () => compareSchema(context.db)),
    check(context, 'The place for pictures', () => context.storage.checkWritable()),
  ]);
  return {
    database: told(database),
    schema: 'found' in database ? schemas[database.found] : { ok: false, reason: database.reason },
    storage: told(storage),
  };
}

const schemas: Record<Awaited<ReturnType<typeof compareSchema>>, Check> = {
  same: { ok: true },
  newer: {
    ok: true,
    reason:
      'A newer Red Rabbit has brought the database up to date. Replace this process by the newer program soon.',
  },
  older: {
    ok: false,
    reason: 'The database is older than this program. Start the program again: it brings it up to date.',
  },
};

type Outcome<T> = { found: T } | { reason: string };

async function check<T>(
  { log }: Pick<Context, 'log'>,
  what: string,
  look: () => Promise<T>,
): Promise<Outcome<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const sentence = `${what} did not answer within ${patienceMs / 1000} seconds.`;
    timer = setTimeout(() => reject(new AppError('database_unavailable', sentence)), patienceMs);
  });
  try {
    return { found: await Promise.race([look(), late]) };
  } catch (error) {
    log.warn({ err: error }, 'not ready');
    const known = error instanceof AppError ? error : explainDatabaseError(error);
    return { reason: known?.message ?? 'The log says why.' };
  } finally {
    clearTimeout(timer);
  }
}

function told(outcome: Outcome<unknown>): Check {
  return 'found' in outcome ? { ok: true } : { ok: false, reason: outcome.reason };
}
