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
