import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { cache, pinnedNode, root } from './paths.mjs';
import { runAlone } from './run-alone.mjs';
import { SentenceError } from './sentence-error.mjs';

const sources = [
  'src/web',
  'src/contract',
  'src/core',
  'vite.config.ts',
  'postcss.config.cjs',
  'package-lock.json',
];
const built = join(root, 'dist', 'web');
const stampFile = '.build-stamp';

/** Builds the pages into `dist/web` if their sources have changed since they were built. */
export async function ensureWebBuilt() {
  if (isBuilt()) return;
  await runAlone(join(cache, 'build.lock'), async () => {
    if (!isBuilt()) build();
  });
}

function isBuilt() {
  try {
    return readFileSync(join(built, stampFile), 'utf8') === contentHash(root, sources);
  } catch {
    return false;
  }
}

/** Beside first, then in place: a build that was cut short or failed leaves the last good one. */
function build() {
  console.error('Building the pages...');
  const stamp = contentHash(root, sources);
  const beside = `${built}.next`;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stdout, stderr } = spawnSync(
    pinnedNode,
    [vite, 'build', '--outDir', beside, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\n`);
    throw new SentenceError('The pages could not be built: the reason is above.');
  }
  writeFileSync(join(beside, stampFile), stamp);
  rmSync(built, { recursive: true, force: true });
  renameSync(beside, built);
}
