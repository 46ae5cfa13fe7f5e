import { openLocalStorage } from '#adapters/storage/local.ts';
import type { Storage } from '#adapters/storage/port.ts';
import { untilAvailable } from '#adapters/storage/s3/until-available.ts';
import type { StorageConfig } from './storage-config.ts';

/** A cluster may start all its parts at once. */
const patienceMs = 20_000;

/**
 * The pictures, wherever the settings say that they are. `isAlone`: no other program uses the same folder.
 * `forWriting`: throws a sentence when a bucket cannot be written to, now and not with the first picture.
 */
export async function openStorage(
  config: StorageConfig,
  options: { isAlone: boolean; forWriting: boolean },
): Promise<Storage> {
  if (config.kind === 'folder') return openLocalStorage(config.folder, options);
  // Its libraries take a quarter of a second to load: only where they are needed.
  const { openS3Storage } = await import('#adapters/storage/s3/s3.ts');
  const storage = openS3Storage(config);
  try {
    if (options.forWriting) await untilAvailable(() => storage.checkWritable(), patienceMs);
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}
