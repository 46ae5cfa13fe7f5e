import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { isInstalled } from './installed-packages.mjs';
import { installPinnedNode, runNpm, runsPinnedNode } from './npm.mjs';
import { cache, pinnedNode, root } from './paths.mjs';
import { runAlone } from './run-alone.mjs';
import { SentenceError } from './sentence-error.mjs';

const oldestNode = [20, 19];
const stampFile = join(root, 'node_modules', '.redrabbit-setup');

/**
 * Installs the packages if they are missing, incomplete or not those of package-lock.json. A few milliseconds when
 * there is nothing to do. Says what it does on standard error, so that standard output belongs to the program.
 */
export async function ensureInstalled() {
  checkNodeVersion(process.versions.node);
  if (isStamped()) return;
  const say = (/** @type {string} */ sentence) => console.error(sentence);
  await runAlone(
    join(cache, 'setup.lock'),
    async (addProcess) => {
      if (isStamped()) return;
      if (!isInstalled(root)) {
        say('Installing packages (first start, and after an update)...');
        // An installation that was cut short may have left half a package that looks whole.
        rmSync(join(root, 'node_modules'), { recursive: true, force: true });
        await runNpm(root, installArguments, addProcess);
        // npm says nothing when a package for this kind of machine could not be fetched.
        if (!isInstalled(root)) throw new SentenceError(incomplete);
      }
      if (!runsPinnedNode()) await installPinnedNode(addProcess);
      linkCommands();
      writeFileSync(stampFile, wantedStamp());
    },
    () => say('Waiting for another set-up of this folder to finish...'),
  );
}

/**
 * @param {string} version such as `20.19.0`
 * @throws {SentenceError} when it is too old
 */
export function checkNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new SentenceError(
    `Red Rabbit's set-up needs Node ${oldestNode.join('.')} or newer, and this is Node ${version}: install a newer one from https://nodejs.org and try again.`,
  );
}

const incomplete =
  'npm could not fetch all packages for this machine: check the network and the free space of the disk, and try again.';

/**
 * Not `npm ci`: it refuses a lock file that lacks the builds of a tool for other kinds of machines, which npm leaves out
 * when its registry does not have them. Everything is said explicitly that a person's own npm settings, NODE_ENV=production or an outer npm may say
 * otherwise. Install scripts are left as they are set: the two that matter are made up for.
 */
const installArguments = [
  'install',
  '--no-save',
  '--include=dev',
  '--include=optional',
  '--engine-strict=false',
  '--package-lock=true',
  '--bin-links=true',
  '--install-strategy=hoisted',
  '--global=false',
  '--dry-run=false',
  '--audit=false',
  '--fund=false',
  '--loglevel=error',
];

function isStamped() {
  return existsSync(pinnedNode) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

function wantedStamp() {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const machine = [process.platform, process.arch];
  return contentHash(
    root,
    ['package-lock.json'],
    JSON.stringify([dependencies, devDependencies, optionalDependencies, machine]),
  );
}

/**
 * npm links the commands of packages, not of the checkout itself: `npx redrabbit` should work in it. And it has
 * linked `node` only if its install script has run.
 */
function linkCommands() {
  const commands = { redrabbit: join(root, 'bin', 'redrabbit.mjs'), node: pinnedNode };
  const folder = join(root, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  for (const [name, program] of Object.entries(commands)) {
    const link = join(folder, name);
    if (existsSync(link)) continue;
    if (process.platform === 'win32') {
      const prefix = program.endsWith('.exe') ? '' : '@node ';
      writeFileSync(`${link}.cmd`, `${prefix}"%~dp0\\${relative(folder, program)}" %*\r\n`);
    } else {
      rmSync(link, { force: true });
      symlinkSync(relative(folder, program), link);
    }
  }
}
