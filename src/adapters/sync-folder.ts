import { open } from 'node:fs/promises';

/** Makes a rename in the folder durable. Windows neither can nor needs to. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
