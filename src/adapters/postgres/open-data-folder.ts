import { dirname, resolve } from 'node:path';
import { connectOnce, isPassing } from './connect-once.ts';
import { holdDataFolder, type FolderHold } from './hold-data-folder.ts';
import { startPostgres, type RunningPostgres, type StartOptions } from './start-postgres.ts';

export interface OpenOptions extends StartOptions {
  /** Where this program is reached, or what it is, in a few ASCII words: `http://localhost:4380`. */
  readonly address: string;
}

/** The database of a data folder, ours alone. */
export interface OpenDataFolder {
  readonly url: string;
  /** True when the server was left running by a program that was killed. */
  readonly adopted: boolean;
  /** Settles if the folder is lost while the program runs: the server was killed. Stop then; the next start recovers. */
  readonly lost: Promise<Error>;
  /** Ends the server. Close every connection first. */
  close(): Promise<void>;
}

/**
 * Starts or adopts the server on `folder` and takes the folder for this program alone.
 * @throws AppError `data_folder_in_use` when another program has it; see also `startPostgres`
 */
export async function openDataFolder(options: OpenOptions): Promise<OpenDataFolder> {
  for (;;) {
    const server = await startPostgres(options);
    const hold = await tryHold(server, options);
    if (!hold) continue;
    let isClosing = false;
    const lost = Promise.withResolvers<Error>();
    void hold.lost.then((error) => isClosing || lost.resolve(error));
    return {
      url: server.url,
      adopted: server.adopted,
      lost: lost.promise,
      // The lock goes with the server: nobody can take the folder while it is being stopped.
      close: () => {
        isClosing = true;
        return server.stop();
      },
    };
  }
}

/** Undefined if the server went away meanwhile: the program before us was about to stop it. */
async function tryHold(server: RunningPostgres, options: OpenOptions): Promise<FolderHold | undefined> {
  const folder = dirname(resolve(options.folder));
  try {
    return await holdDataFolder({ url: server.url, folder, address: options.address });
  } catch (error) {
    if (isPassing(error) && !(await connectOnce(server.url))) return undefined;
    throw error;
  }
}
