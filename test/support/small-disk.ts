import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export type SmallDisk = {
  fill(): Promise<void>;
  free(): Promise<void>;
};

/**
 * Puts the pictures on a disk of two megabytes; `null` where this user may not make one. Pictures that were there
 * before are out of the way until the end.
 */
export async function createSmallDisk(dataDir: string): Promise<(() => Promise<SmallDisk>) | null> {
  const folder = join(dataDir, 'small-disk');
  await mkdir(folder);
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=2m', 'redrabbit-test', folder);
  } catch {
    return null;
  }
  afterAll(() => run('umount', folder));
  const filler = join(folder, 'filler');
  return async () => {
    const pictures = join(dataDir, 'pictures');
    await rename(pictures, join(dataDir, 'pictures-before'));
    await Promise.all(['objects', 'incoming'].map((name) => mkdir(join(folder, name))));
    await symlink(folder, pictures);
    return {
      fill: () => writeFile(filler, Buffer.alloc(4 * 1024 * 1024)).catch(() => {}),
      free: () => rm(filler),
    };
  };
}

function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { stdio: 'ignore' });
}
