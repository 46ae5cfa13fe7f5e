import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { openDataFolder } from '#adapters/postgres/open-data-folder.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { AppError } from '#core/app-error.ts';
import { connect } from '#db/connect.ts';
import type { Db } from '#db/schema.ts';
import { explainDatabaseError } from '#db/explain-database-error.ts';
import { createQueue, startBoss } from '#jobs/boss.ts';
import { openStorage } from '#open-storage.ts';
import { migrateData, type MigrationReport } from '#services/transfer/migrate-data.ts';
import type { StorageConfig } from '#storage-config.ts';
import type { MigrateDataOptions } from './commands/migrate-data.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { readSettings } from './settings.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

/** `redrabbit migrate-data`. Returns the exit status. */
export async function runMigrateData(options: MigrateDataOptions): Promise<number> {
  const from = resolve(options.from);
  if (!/^postgres(ql)?:\/\//.test(options.to)) {
    throw new UsageError('--to takes the address of a database, such as postgres://user:password@host/name.');
  }
  if (!existsSync(join(from, 'postgres'))) {
    throw new UsageError(`--from ${options.from}: there is no data of Red Rabbit in that folder.`);
  }
  const storage = readPlace(options);
  const startedAt = performance.now();
  return untilInterrupted(async (signal) => {
    const report = await migrate(from, options.to, storage, signal);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    if (options.json === true) console.log(JSON.stringify({ ...report, seconds }));
    else printSummary(report, storage);
    for (const { message } of report.pictures?.failures ?? []) console.error(`error: ${message}`);
    for (const hash of report.missing) {
      console.error(`error: The picture ${hash} is missing: bring it back from a backup of pictures/.`);
    }
    return report.missing.length + (report.pictures?.failures.length ?? 0) === 0 ? 0 : 1;
  });
}

/** `null`: the pictures stay. */
function readPlace({ storage, pictures }: MigrateDataOptions): StorageConfig | null {
  if (storage !== undefined && pictures !== undefined) {
    throw new UsageError('--storage and --pictures are two places: give one of them.');
  }
  if (pictures !== undefined) return { kind: 'folder', folder: resolve(pictures) };
  if (storage === undefined) return null;
  return readSettings({ STORAGE_URL: storage, STORAGE_DELIVERY: '', PUBLIC_ASSET_BASE_URL: '' }).storage;
}

async function migrate(
  from: string,
  to: string,
  place: StorageConfig | null,
  signal: AbortSignal,
): Promise<MigrationReport> {
  const opened: (() => Promise<unknown>)[] = [];
  const open = async (config: StorageConfig, forWriting: boolean): Promise<Storage> => {
    const storage = await openStorage(config, { isAlone: false, forWriting });
    opened.push(() => storage.close());
    return storage;
  };
  let bar: ProgressBar | undefined;
  try {
    const connected = (url: string): Db => {
      const db = connect(url, { max: 2, isPatient: true, onError: () => {} });
      opened.push(() => db.destroy());
      return db;
    };
    const target = connected(to);
    // Told at once, before the source's own server is started.
    await sql`select 1`.execute(target);
    const address = 'redrabbit migrate-data';
    const folder = await openDataFolder({ folder: join(from, 'postgres'), address });
    opened.push(() => folder.close());
    const source = connected(folder.url);
    const pictures = {
      from: await open({ kind: 'folder', folder: join(from, 'pictures') }, false),
      to: place === null ? null : await open(place, true),
    };
    const openQueue = async () => {
      const boss = await startBoss({ url: to, supervise: false, onError: () => {} });
      opened.push(() => boss.stop({ graceful: false }));
      return createQueue(boss);
    };
    let table = '';
    return await migrateData(
      { source, target, pictures, openQueue },
      {
        signal,
        onRows: (name, done) => {
          if (name !== table || done % 100_000 < 5000) process.stderr.write(`${name}: ${done} rows\n`);
          table = name;
        },
        onPictures: (done, total) => {
          bar ??= createProgressBar(Math.max(total, 1), process.stderr, performance.now());
          bar.update(done);
        },
      },
    );
  } catch (error) {
    throw explain(error);
  } finally {
    bar?.end();
    for (const close of opened.reverse()) await close();
  }
}

/** What a server says to somebody who may not, or gives a wrong name. */
function explain(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(28...|3D000|42501|3F000)$/.test(code)) {
    const message = error instanceof Error ? error.message : '';
    return new AppError('database_unavailable', `The target cannot be used: ${message}. Check --to.`, {
      cause: error,
    });
  }
  return explainDatabaseError(error) ?? error;
}

function printSummary(report: MigrationReport, storage: StorageConfig | null): void {
  if (report.wasFinished) {
    console.log('An earlier call has finished this already: nothing was done.');
    return;
  }
  const rows = Object.values(report.tables).reduce((sum, count) => sum + count, 0);
  console.log(`${Object.keys(report.tables).length} tables, ${rows} rows: the same on both sides.`);
  if (report.pictures === null) {
    console.log('The pictures stay where they are: keep DATA_DIR when you start the new installation.');
  } else {
    const { objects, bytes, kept } = report.pictures;
    console.log(
      `${objects} files of pictures, ${Math.ceil(bytes / 1e6)} MB (${kept} were there already): verified.`,
    );
  }
  console.log(`${report.queued} pictures wait to be drawn, ${report.handedBack} of them were under way.`);
  if (report.orders > 0)
    console.log(`${report.orders} orders at a provider go on: start with the same FAL_KEY.`);
  const where = storage?.kind === 's3' ? ' and STORAGE_URL' : '';
  console.log(`Start the new installation with DATABASE_URL${where}.`);
}
