import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const cwd = await makeTemporaryFolder();
await mkdir(join(cwd, 'full'));
await writeFile(join(cwd, 'full', 'notes.txt'), 'mine');
const before = await everything();

const tile = fileURLToPath(new URL('../../samples/tile-a.jpg', import.meta.url));
const photo = ['--golden', tile];
const scratch = ['--defect', 'scratch'];
const right = ['make', ...photo, '--size', '96', '--count', '1', '--out', 'out', ...scratch];

const calls: [string, string[], RegExp][] = [
  [
    'a mistyped family',
    ['make', ...photo, '-o', 'out', '-d', 'scrach'],
    /“?"scrach".*did you mean "scratch"\?/,
  ],
  [
    'an unknown defect',
    ['make', ...photo, '-o', 'out', '-d', 'gremlin'],
    /choose one of scratch, dent, crack, stain/,
  ],
  [
    'no defect name',
    ['make', ...photo, '-o', 'out', '-d', ''],
    /A defect needs a name; choose one of scratch/,
  ],
  ['an emoji', ['make', ...photo, '-o', 'out', '-d', '🐇'], /"🐇" names no known kind of defect/],
  ['a path as defect', ['make', ...photo, '-o', 'out', '-d', '../../etc'], /names no known kind of defect/],
  ['300 characters', ['make', ...photo, '-o', 'out', '-d', 'scratch '.repeat(38)], /at most 80 characters/],
  ['one defect twice', [...right, '-d', 'Scratch'], /“scratch” is given twice/],
  [
    'no defect',
    ['make', ...photo, '-o', 'out'],
    /required option '-d, --defect <texts\.\.\.>' not specified/,
  ],
  [
    'no photo',
    ['make', ...scratch, '-o', 'out'],
    /required option '-g, --golden <paths\.\.\.>' not specified/,
  ],
  ['no output', ['make', ...photo, ...scratch], /required option '-o, --out <path>' not specified/],
  [
    'a photo that is not there',
    [...right, '-g', 'nowhere.jpg'],
    /--golden nowhere\.jpg: there is no picture there/,
  ],
  [
    'a pattern that names nothing',
    [...right, '-g', 'nowhere/*.jpg'],
    /nowhere\/\*\.jpg: there is no picture/,
  ],
  ['a folder without pictures', [...right, '-g', 'full'], /--golden full: there is no picture there/],
  ['an unknown option', [...right, '--cuont', '3'], /unknown option '--cuont': did you mean --count\?/],
  ['an unknown command', ['mkae'], /unknown command 'mkae': did you mean make\?/],
  ['an unknown format', [...right, '-f', 'cocoo'], /there is no “cocoo”\. Did you mean “coco”\?/],
  ['no format', [...right, '-f', ','], /No format is given/],
  ['two shares', [...right, '--split', '80,20'], /has 2 numbers instead of three.*80,10,10/],
  ['a share above 1', [...right, '--together', '20'], /--together takes a share from 0 to 1, .* not “20”/],
  ['a share in words', [...right, '--allowed-variation', 'some'], /takes a share from 0 to 1, .* not “some”/],
  ['a negative share', [...right, '--allowed-variation=-0.1'], /takes a share from 0 to 1, .* not “-0\.1”/],
  ['an unknown severity', [...right, '--severity', 'huge'], /--severity takes trivial, minor, .* not “huge”/],
  ['a severity backwards', [...right, '--severity', '6-2'], /numbers from 1\.5 to 14 .* not “6-2”/],
  ['both amounts', [...right, '--total', '3'], /Give --count .* or --total .*, not both/],
  [
    'too many in all',
    [...right, '-d', 'dent', '-n', '1000000'],
    /makes 2000000 pictures, and 1000000 is the limit/,
  ],
  [
    'a seed that is none',
    [...right, '--seed', 'x'],
    /--seed takes a whole number from 0 to 4294967295, not “x”/,
  ],
  ['a scale of nothing', [...right, '--mm-per-pixel', '0'], /--mm-per-pixel takes a number above 0/],
  ['a scale in words', [...right, '--mm-per-pixel', '5mm'], /--mm-per-pixel takes a number above 0/],
  ['best of too many', [...right, '--best-of', '9'], /--best-of takes a whole number from 1 to 8/],
  ['a size that is none', [...right, '--size', '15'], /--size takes a whole number from 16 to 16384/],
  ['workers that are none', [...right, '--workers', '0'], /--workers takes a whole number from 1 to 64/],
  ...['0', '-1', '1.5', '1e9', 'abc', '', '0x10', '99999999999999999999'].map(
    (number): [string, string[], RegExp] => [
      `--count ${number}`,
      [...right, '--count', number],
      new RegExp(`--count takes a whole number from 1 to 1000000, not “${number}”`),
    ],
  ),
  ['an output that is not empty', [...right, '-o', 'full'], /full is not empty\. .*--force/],
  ['force on something else', [...right, '-o', 'full', '--force'], /holds something else than a dataset/],
  ['an output that is a file', [...right, '-o', 'full/notes.txt'], /notes\.txt is a file\. Choose a folder/],
  ['an output inside a file', [...right, '-o', 'full/notes.txt/out'], /leads through a file/],
  ['an output without a name', [...right, '-o', ''], /The output has no name/],
  ['an output with too long a name', [...right, '-o', 'x'.repeat(300)], /is too long a name/],
  ['a wrong setting', ['list'], /settings in the environment cannot be used\. PORT/],
];

test.concurrent.for(calls)('%s: status 2, one sentence, nothing written', async ([, args, sentence]) => {
  const result = await runCli(args, { cwd, environment: { PORT: 'x' } });
  expect(result.stderr).toMatch(sentence);
  expect(sentencesOf(result)).toEqual([expect.stringMatching(/^error: /)]);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(await everything()).toEqual(before);
});

test('what cannot be written to is no wrong call, but a failure: status 1', async () => {
  const result = await runCli([...right, '-o', '/proc/out'], { cwd });
  expect(result).toMatchObject({ status: 1, stdout: '' });
  expect(sentencesOf(result)).toEqual([expect.stringMatching(/^error: \/proc\/out could not be written/)]);
});

test('every command explains itself, with its exit status', async () => {
  for (const command of [[], ['make'], ['list'], ['export'], ['compare'], ['providers']]) {
    const result = await runCli([...command, '--help']);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.stdout).toMatch(/^Usage: redrabbit.*Exit status: 0/s);
  }
  const version = await runCli(['--version'], { throughBin: true });
  expect(version).toMatchObject({ status: 0, stdout: '0.1.0\n' });
});

async function everything(): Promise<string[]> {
  return (await readdir(cwd, { recursive: true })).sort();
}
