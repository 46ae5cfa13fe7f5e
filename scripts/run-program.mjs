import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { memoryEnvironment, programEnvironment } from './paths.mjs';

/** npm passes Ctrl-C on, which the terminal has sent already: within this time it is the same key press. */
const sameKeyMs = 500;
const lookAtParentMs = 250;
/** @type {NodeJS.Signals[]} */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the place of this one: same input and output, its exit status becomes ours, and signals go
 * to it, each key press once.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ ownGroup: boolean, env?: NodeJS.ProcessEnv, afterwards?: () => Promise<void> }} options
 *   `ownGroup`: the terminal's Ctrl-C reaches the program through this one only. Not for a program that reads from the terminal.
 *   `afterwards`: runs once it has ended, however it did.
 */
export function runProgram(command, args, { ownGroup, env, afterwards }) {
  const child = spawn(command, args, {
    stdio: 'inherit',
    detached: ownGroup,
    env: env ?? { ...memoryEnvironment, ...programEnvironment() },
  });
  let last = -Infinity;
  for (const signal of endSignals) {
    process.on(signal, () => {
      // The terminal sends Ctrl-C to the whole group, the program included.
      if (!ownGroup && signal === 'SIGINT' && isAtTerminal()) return;
      const now = performance.now();
      if (now - last > sameKeyMs) child.kill(signal);
      last = now;
    });
  }
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
  child.on('error', (error) => {
    console.error(`${command} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', async (status, signal) => {
    await afterwards?.();
    process.exit(signal === null ? (status ?? 1) : 128 + constants.signals[signal]);
  });
}

/**
 * npm passes SIGTERM on to its shell, which ends without passing it on.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithParent(child) {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    child.kill('SIGTERM');
  }, lookAtParentMs);
}

function isAtTerminal() {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}
