import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/**
 * Installs Debian packages where that is allowed: to root, on a system that has apt.
 *
 * @param {readonly string[]} packages
 * @param {string} what for people: what they are for
 * @returns {Promise<boolean>} whether they are there now
 */
export async function installWithApt(packages, what) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.error(`Installing ${what}...`);
  // Another installation may be under way.
  await aptGet(['-o', 'DPkg::Lock::Timeout=300', 'update']);
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  return (await aptGet(['-o', 'DPkg::Lock::Timeout=300', ...install])) === 0;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number | null>} the exit status
 */
async function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [status] = await once(spawn('apt-get', args, { env, stdio: 'ignore' }), 'close');
  return status;
}
