import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 * @typedef {{ os: string, cpu: string, libc: string }} Machine
 */

/**
 * Whether an npm that ran to its end has installed what package-lock.json says: npm notes that in
 * `node_modules/.package-lock.json` as its last act. So packages installed by hand are not installed again.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const found = readPackages(join(root, 'node_modules', '.package-lock.json'));
  return wanted !== undefined && found !== undefined && fulfils(found, wanted, thisMachine());
}

/**
 * Every package must be there in the locked version, save optional ones for other kinds of machines, and what only
 * those need.
 *
 * @param {LockedPackages} found
 * @param {LockedPackages} wanted
 * @param {Machine} machine
 */
export function fulfils(found, wanted, machine) {
  return Object.entries(wanted).every(([path, locked]) => {
    if (path === '') return true;
    const there = found[path];
    return there === undefined
      ? locked.optional && !isMadeFor(locked, machine)
      : there.version === locked.version;
  });
}

/**
 * @param {LockedPackage} locked
 * @param {Machine} machine
 */
function isMadeFor({ os, cpu, libc }, machine) {
  if (!os && !cpu) return false;
  const fits = (/** @type {string[] | undefined} */ list, /** @type {string} */ name) =>
    !list || list.includes(name);
  return fits(os, machine.os) && fits(cpu, machine.cpu) && fits(libc, machine.libc);
}

/** @returns {Machine} */
function thisMachine() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const libc = report.header.glibcVersionRuntime ? 'glibc' : 'musl';
  return { os: process.platform, cpu: process.arch, libc };
}

/**
 * @param {string} file
 * @returns {LockedPackages | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
