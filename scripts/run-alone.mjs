import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs `act` while no other program on this machine runs one under the same lock file; waits for its turn.
 * The file names the processes at work: it counts for as long as one of them lives, so nobody has to clean up after
 * a killed one.
 *
 * @template T
 * @param {string} lockFile
 * @param {(addProcess: (pid: number | undefined) => void) => Promise<T>} act `addProcess` names another process at work
 * @param {() => void} [onWait] called once if another program is at work
 * @returns {Promise<T>}
 */
export async function runAlone(lockFile, act, onWait = () => {}) {
  mkdirSync(dirname(lockFile), { recursive: true });
  let pids = [process.pid];
  const own = `${lockFile}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (let turns = 0; !tryLink(own, lockFile); turns++) {
      if (turns === 0) onWait();
      await wait(200);
    }
    return await act((pid) => {
      if (pid === undefined) return;
      pids = [...pids, pid];
      writeFileSync(lockFile, pids.join(' '));
    });
  } finally {
    if (readPids(lockFile)[0] === process.pid) rmSync(lockFile, { force: true });
    rmSync(own, { force: true });
  }
}

/**
 * Linking a finished file is atomic: the lock is never there without its process number.
 *
 * @param {string} own
 * @param {string} lockFile
 */
function tryLink(own, lockFile) {
  const pids = readPids(lockFile);
  if (pids.length > 0 && !pids.some(isAlive)) removeStale(lockFile, pids, own);
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * One at a time: a lock of dead processes changes by nobody else, so what is still the same under the guard is not a new one.
 *
 * @param {string} lockFile
 * @param {number[]} pids those of the dead holder
 * @param {string} own
 */
function removeStale(lockFile, pids, own) {
  const guard = `${lockFile}.removing`;
  try {
    linkSync(own, guard);
  } catch {
    // Somebody else is at it, or died at it.
    const others = readPids(guard);
    if (others.length > 0 && !others.some(isAlive)) rmSync(guard, { force: true });
    return;
  }
  if (readPids(lockFile).join() === pids.join()) rmSync(lockFile, { force: true });
  rmSync(guard, { force: true });
}

/**
 * @param {string} lockFile
 * @returns {number[]}
 */
function readPids(lockFile) {
  try {
    return readFileSync(lockFile, 'utf8')
      .split(' ')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
