import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that the sources are written for: a package, so that the machine's own only has to run the set-up. */
export const pinnedNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** What the scripts keep for themselves; may be deleted at any time. */
export const cache = join(root, '.cache');

/**
 * How the product's programs are run. Every core has a worker thread of its own: helpers that collect garbage
 * beside them only take turns with them. Measured with two threads on two cores, twice each: 37 ms of CPU a
 * picture (1024 x 768, all families in turn) against 42.
 */
export const nodeOptions = ['--single-threaded-gc'];

/**
 * For the C library of Linux: large blocks are mapped on their own and go back when they are let go. By itself it stops that
 * after the first of them, and a program that draws on photos keeps the gaps (measured at 12 MP: 674 MB at the peak, 585 so).
 */
export const memoryEnvironment = { MALLOC_MMAP_THRESHOLD_: '1048576', MALLOC_TRIM_THRESHOLD_: '4194304' };

/**
 * The environment of a program that Node runs from sources: it keeps what it compiled, so that the next start does
 * not compile again (measured: `redrabbit make` of two small pictures 0.70 s against 0.94).
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function programEnvironment() {
  return { NODE_COMPILE_CACHE: join(cache, 'compiled'), ...process.env };
}
