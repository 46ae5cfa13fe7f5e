import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pinnedNode, root } from './paths.mjs';
import { SentenceError } from './sentence-error.mjs';

/**
 * Runs npm; its output is shown only if it fails.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {(pid: number | undefined) => void} [onStart]
 */
export async function runNpm(folder, args, onStart) {
  await runQuietly('npm', args, folder, onStart);
}

/** Whether the Node among the packages is there and works on this machine. */
export function runsPinnedNode() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'node', 'package.json'), 'utf8'));
  const { stdout } = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return stdout?.trim() === `v${version}`;
}

/**
 * The package `node` fetches the program for this machine, itself an npm package, in its install script. Where install
 * scripts are switched off, this runs that one script.
 *
 * @param {(pid: number | undefined) => void} [onStart]
 */
export async function installPinnedNode(onStart) {
  const folder = join(root, 'node_modules', 'node');
  await runQuietly(process.execPath, ['installArchSpecificPackage.js'], folder, onStart);
  if (runsPinnedNode()) return;
  throw new SentenceError(
    `The Node that Red Rabbit needs does not run on this machine (${process.platform}-${process.arch}): see ${pinnedNode}.`,
  );
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {(pid: number | undefined) => void} [onStart]
 */
async function runQuietly(command, args, cwd, onStart) {
  const child = spawn(command, args, {
    cwd,
    env: machineEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  onStart?.(child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const [status, signal] = await once(child, 'close').catch((error) => {
    output += String(error);
    return [1, null];
  });
  if (status === 0) return;
  if (signal === null) process.stderr.write(output.trim() === '' ? '' : `${output.trimEnd()}\n\n`);
  throw new SentenceError(
    signal === null
      ? `The packages could not be installed (npm's words are above): check the network and the free space of the disk, and try again.`
      : `The installation was ended (${signal}): start again, and it begins anew.`,
  );
}

/** The machine's own Node runs npm, not the one among the packages, which npm replaces while it runs. */
function machineEnvironment() {
  const packages = join(root, 'node_modules');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(packages));
  return { ...process.env, PATH: path.join(delimiter) };
}
