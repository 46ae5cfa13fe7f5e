import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before the number of the process; what it leaves when it is killed is removed by bench/run.ts. */
export const folderPrefix = 'redrabbit-bench-';

export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
}
