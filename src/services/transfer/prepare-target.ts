import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';
import { migrateTo, migrations } from '#db/migrate.ts';
import type { Db } from '#db/schema.ts';
import { readIdentity, readMigrations, readTables, type Table } from '#db/transfer/catalog.ts';
import { holdTarget, insertMarker, openForFilling, readMarker } from '#db/transfer/marker.ts';
import type { Sides } from './copy-tables.ts';

/** The server notices the end of a program that was killed when it next answers it. */
const patienceMs = 10_000;

/**
 * Makes the target ready to be filled with the source's tables, as they are in the source's own version; or finds it as
 * an earlier call left it. `null` where all is over already. Throws AppError `conflict` for a target that holds
 * anything else.
 */
export async function prepareTarget({ source, target }: Sides): Promise<Table[] | null> {
  const deadline = Date.now() + patienceMs;
  while (!(await holdTarget(target))) {
    if (Date.now() < deadline) {
      await delay(200);
      continue;
    }
    throw new AppError(
      'conflict',
      'Another migrate-data is filling this database just now. Wait until it has ended.',
    );
  }
  const seen = await readMigrations(source);
  const unknown = seen.filter((name) => !(name in migrations));
  if (unknown.length > 0 || seen.length === 0) {
    throw new AppError(
      'conflict',
      seen.length === 0
        ? 'There is nothing in the source yet: start Red Rabbit on an empty database instead.'
        : 'The source was made by a newer Red Rabbit. Migrate it with that version.',
    );
  }
  const identity = await readIdentity(source);
  let marker = await readMarker(target);
  if (marker === null) {
    await requireEmpty(target);
    await insertMarker(target, { source: identity, migrations: seen });
    marker = { source: identity, migrations: seen, state: 'preparing' };
  }
  if (marker.source !== identity) {
    throw new AppError(
      'conflict',
      'The target is filled from another source. Go on with that one, or give an empty database.',
    );
  }
  if (marker.state === 'finished') return null;
  if (marker.migrations.join() !== seen.join()) {
    throw new AppError(
      'conflict',
      'The source was brought up to date since its copying began. Start anew with an empty database.',
    );
  }
  if (marker.state === 'preparing') await migrateTo(target, seen.at(-1) ?? '');
  const tables = await readTables(target);
  await requireSameTables(source, tables);
  if (marker.state === 'preparing') {
    await target.transaction().execute((trx) => openForFilling(trx, tables));
  }
  return tables;
}

async function requireEmpty(target: Db): Promise<void> {
  const tables = await readTables(target).catch(() => null);
  if (tables?.length === 0) return;
  throw new AppError(
    'conflict',
    'The target is not empty. Make a database for it (“createdb redrabbit”) and give that one; nothing was changed.',
  );
}

/** They are made by the same migrations; somebody may have changed them by hand. */
async function requireSameTables(source: Db, tables: readonly Table[]): Promise<void> {
  if (JSON.stringify(await readTables(source)) === JSON.stringify(tables)) return;
  throw new AppError(
    'conflict',
    'The tables of the source are not those of its version: somebody changed them by hand. Change them back first.',
  );
}
