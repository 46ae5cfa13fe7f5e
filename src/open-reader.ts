import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '#adapters/postgres/open-data-folder.ts';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { AppError } from '#core/app-error.ts';
import { connect } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import type { Db } from '#db/schema.ts';
import type { Config } from './config.ts';
import { openStorage } from './open-storage.ts';

/** What commands need that draw nothing: they work beside a running server, and without one. */
export type Reader = { db: Db; storage: Storage; now(): Date; close(): Promise<void> };

/** `mayCreate`: an empty installation is made where there is none; else AppError `not_found`. */
export async function openReader(config: Config, options: { mayCreate?: boolean } = {}): Promise<Reader> {
  const database =
    config.databaseUrl === null
      ? await openDatabase(config, options)
      : { url: config.databaseUrl, close: null };
  const db = connect(database.url, { max: 2, onError: () => {} });
  const close = async (): Promise<void> => {
    await db.destroy();
    await database.close?.();
  };
  try {
    // Beside a running server this finds nothing to do.
    await migrate(db);
    const storage = await openStorage(config.storage, {
      isAlone: database.close !== null,
      forWriting: options.mayCreate === true,
    });
    return {
      db,
      storage,
      now: () => new Date(),
      close: async () => {
        await storage.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The folder's server is started for the moment, unless another Red Rabbit has it running. */
async function openDatabase(
  config: Config,
  { mayCreate = false }: { mayCreate?: boolean },
): Promise<{ url: string; close: (() => Promise<void>) | null }> {
  const folder = join(config.dataDir, 'postgres');
  if (!mayCreate && !existsSync(folder)) {
    throw new AppError(
      'not_found',
      `There is no data in ${config.dataDir} yet. Start Red Rabbit once, or set DATA_DIR to the folder that it uses.`,
    );
  }
  try {
    const opened = await openDataFolder({ folder, address: 'the command line' });
    return { url: opened.url, close: () => opened.close() };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'data_folder_in_use') throw error;
    return { url: (await startPostgres({ folder })).url, close: null };
  }
}
