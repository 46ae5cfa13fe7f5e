import { AppError } from '#core/app-error.ts';
import { type Migration, Migrator } from 'kysely/migration';
import { connect } from './connect.ts';
import { up as drawingOptions } from './migrations/2026-11-23-drawing-options.ts';
import { up as where } from './migrations/2026-11-24-where.ts';
import { up as remoteGeneration } from './migrations/2026-11-30-remote-generation.ts';
import { up as first } from './migrations/2026-11-22-first.ts';
import { up as realSamples } from './migrations/2026-11-25-real-samples.ts';
import { up as severalDefects } from './migrations/2026-11-26-several-defects.ts';
import { up as cutOuts } from './migrations/2026-11-27-cut-outs.ts';
import type { Db } from './schema.ts';

/** Written by hand, dated, never edited after a release. */
export const migrations: Record<string, Migration> = {
  '2026-11-22-first': { up: first },
  '2026-11-23-drawing-options': { up: drawingOptions },
  '2026-11-24-where': { up: where },
  '2026-11-25-real-samples': { up: realSamples },
  '2026-11-26-several-defects': { up: severalDefects },
  '2026-11-27-cut-outs': { up: cutOuts },
  '2026-11-30-remote-generation': { up: remoteGeneration },
};

/** Brings the schema up to date, under Kysely's own lock: any number of programs may call it at once. */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw new AppError(
    'database_unavailable',
    'The database could not be brought up to date. It may have been made by a newer Red Rabbit: start that one instead.',
    { cause: error },
  );
}

/** The same, for a database that nothing is connected to yet. */
export async function migrateToLatest(url: string): Promise<void> {
  const db = connect(url, { max: 1, onError: () => {} });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}
