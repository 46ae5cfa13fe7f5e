import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase } from '#adapters/postgres/create-database.ts';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';
import { migrateToLatest } from '#db/migrate.ts';
import { removeKilledRuns } from './killed-runs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL of this test run. Tests use databases of their own on it: `createTestDatabase()`. */
    databaseUrl: string;
    /** Name of an empty database with the newest schema, to copy. */
    templateDatabase: string;
    /** Where what a first start leaves in a data folder is kept, once it was made: `fillDataFolder()`. */
    firstDataFolder: string;
  }
}

const prefix = 'redrabbit-test-server-';
const templateDatabase = 'template';

/** One server for all integration tests, in a temporary folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeKilledRuns(prefix);
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startPostgres({ folder: join(folder, 'postgres'), isForgetful: true });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await migrateToLatest(await createDatabase(server.url, templateDatabase));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('databaseUrl', server.url);
  project.provide('templateDatabase', templateDatabase);
  project.provide('firstDataFolder', join(folder, 'first-start'));
  return stop;
}
