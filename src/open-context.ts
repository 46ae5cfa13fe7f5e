import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { createRealSampleReader } from '#adapters/real-sample-reader/reader.ts';
import { openDataFolder, type OpenDataFolder } from '#adapters/postgres/open-data-folder.ts';
import { type Metrics, noMetrics } from '#adapters/metrics/port.ts';
import { AppError } from '#core/app-error.ts';
import { connect } from '#db/connect.ts';
import type { Db } from '#db/schema.ts';
import { migrateToLatest } from '#db/migrate.ts';
import { createQueue, startBoss } from '#jobs/boss.ts';
import { familyViews } from '#services/family-views.ts';
import type { Config } from './config.ts';
import { createLogger } from './create-logger.ts';
import { createGate } from './create-gate.ts';
import { createRemoteGenerators } from './create-remote-generators.ts';
import { openStorage } from './open-storage.ts';
import type { Context } from '#context.ts';

export type OpenContext = {
  context: Context;
  boss: PgBoss;
  databaseUrl: string;
  /** True on a desk: no other program works on this database. */
  isAlone: boolean;
  /** Settles if the embedded database is lost while the program runs. */
  lost: Promise<Error>;
  close(): Promise<void>;
};

/**
 * The one place where the parts are put together: database, pictures, generators, job engine. `address`
 * is what a second program on the same folder is told.
 */
export async function openContext(
  config: Config,
  options: { address: string; say?: (sentence: string) => void },
): Promise<OpenContext> {
  const log = createLogger(config);
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    await makeFolder(config.dataDir);
    const folder = config.databaseUrl === null ? await openDesk(config, options) : null;
    if (folder !== null) opened.push(() => folder.close());
    const databaseUrl = folder?.url ?? config.databaseUrl ?? '';
    await migrateToLatest(databaseUrl);
    const db = connect(databaseUrl, {
      max: config.databasePool,
      onError: (err) => log.warn({ err }, 'a database connection was lost'),
    });
    opened.push(() => db.destroy());
    const boss = await startBoss({
      url: databaseUrl,
      supervise: config.role !== 'web',
      onError: (err) => log.warn({ err }, 'the job engine met an error'),
    });
    opened.push(() => boss.stop({ graceful: false }));
    const storage = await openStorage(config.storage, { isAlone: folder !== null, forWriting: true });
    opened.push(() => storage.close());
    const renderer = createRendererGenerator({ threads: config.workers });
    opened.push(() => renderer.close());
    const samples = createRealSampleReader();
    opened.push(() => samples.close());
    const remote = createRemoteGenerators(config, renderer);
    const context: Context = {
      db,
      storage,
      generators: new Map([renderer, ...remote].map((generator) => [generator.name, generator])),
      findForeground: (golden) => renderer.findForeground(golden),
      queue: createQueue(boss),
      families: familyViews,
      intake: createGate(2),
      readSample: (files) => samples.read(files),
      metrics: await openMetrics(config, db),
      log,
      now: () => new Date(),
    };
    return {
      context,
      boss,
      databaseUrl,
      isAlone: folder !== null,
      lost: folder?.lost ?? new Promise(() => {}),
      close,
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

function openDesk(
  config: Config,
  options: { address: string; say?: (sentence: string) => void },
): Promise<OpenDataFolder> {
  return openDataFolder({
    folder: join(config.dataDir, 'postgres'),
    address: options.address,
    log: options.say,
  });
}

/** The library is only loaded where somebody collects. */
async function openMetrics({ metricsToken, role }: Config, db: Db): Promise<Metrics> {
  if (metricsToken === null) return noMetrics;
  const { createPrometheusMetrics } = await import('#adapters/metrics/prometheus.ts');
  return createPrometheusMetrics(db, role);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new AppError(
      'storage_read_only',
      `The data folder ${folder} cannot be made (${why}). Set DATA_DIR to a folder that you may write to.`,
      {
        cause,
      },
    );
  }
}
