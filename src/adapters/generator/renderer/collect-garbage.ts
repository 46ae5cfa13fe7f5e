import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/**
 * A full collection now, some 20 ms: shared memory cannot be given back by hand, and does not count as a reason for one. For
 * the 60 MB of a photo of 12 MP that nobody needs any more.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
