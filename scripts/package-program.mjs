import { delimiter, join } from 'node:path';
import { programEnvironment, root } from './paths.mjs';

const folder = join(root, 'node_modules', '.bin');

/**
 * Path of a command that comes with a package.
 *
 * @param {string} name
 */
export function packageProgram(name) {
  return join(folder, name);
}

/**
 * The environment for such a command: it runs on the Node among the packages, and is no production program.
 *
 * @param {Record<string, string>} [additions]
 */
export function packageEnvironment(additions = {}) {
  const { NODE_ENV: _, ...environment } = programEnvironment();
  return { ...environment, PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`, ...additions };
}
