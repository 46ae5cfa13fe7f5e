import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const cwd = await makeTemporaryFolder();
const sample = fileURLToPath(new URL('../../samples/tile-a.jpg', import.meta.url));
const golden = await sharp(sample).resize(320, 240).png().toBuffer();
const box = { left: 140, top: 90, width: 30, height: 12 };
const patch = await sharp({ create: { width: 30, height: 12, channels: 3, background: '#503020' } })
  .png()
  .toBuffer();
const made = await sharp(golden)
  .composite([{ input: patch, left: box.left, top: box.top }])
  .png()
  .toBuffer();
await writeFile(join(cwd, 'golden.png'), golden);
await writeFile(join(cwd, 'made.png'), made);
await writeFile(
  join(cwd, 'made.jpg'),
  await sharp(made).modulate({ brightness: 1.04 }).jpeg({ quality: 75 }).toBuffer(),
);
await writeFile(
  join(cwd, 'square.png'),
  await sharp(golden).resize(240, 240, { fit: 'fill' }).png().toBuffer(),
);
await writeFile(join(cwd, 'notes.txt'), 'no picture');

test.concurrent('the changed pixels as JSON and as a mask', async () => {
  const result = await runCli(['compare', 'golden.png', 'made.png', '--json', '--mask', 'mask.png'], { cwd });
  expect(result).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(result.stdout)).toMatchObject({
    verdict: 'changed',
    area: 360,
    exact: true,
    regions: [
      {
        box: [140, 90, 30, 12],
        polygon: [[140, 90, 170, 90, 170, 102, 140, 102]],
        area: 360,
        confidence: expect.any(Number),
      },
    ],
    alignment: { dx: 0, dy: 0, degrees: 0, scale: 1, residual: 0 },
  });
  const mask = await sharp(await readFile(join(cwd, 'mask.png')))
    .extractChannel(0)
    .raw()
    .toBuffer();
  expect(mask.reduce((sum, value) => sum + value, 0)).toBe(360 * 255);
});

test.concurrent.for([['--region', '120,70,80,60'], ['--region', '0.375,0.29,0.25,0.25'], ['--no-align'], []])(
  'a re-rendered picture, with %s',
  async (options) => {
    const result = await runCli(['compare', 'golden.png', 'made.jpg', '--json', ...options], { cwd });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    const { verdict, regions, exact } = JSON.parse(result.stdout) as {
      verdict: string;
      exact: boolean;
      regions: { box: number[]; area: number }[];
    };
    expect({ verdict, exact, regions: regions.length }).toEqual({
      verdict: 'changed',
      exact: false,
      regions: 1,
    });
    expect(regions[0]!.area).toBeGreaterThan(250);
    expect(regions[0]!.area).toBeLessThan(520);
  },
);

test('a file larger than an upload may be', async () => {
  const [width, height] = [4000, 3000];
  const file = await sharp(sample).resize(width, height).png({ compressionLevel: 0 }).toBuffer();
  expect(file.length).toBeGreaterThan(25 * 1024 * 1024);
  await writeFile(join(cwd, 'stored.png'), file);
  const result = await runCli(['compare', 'stored.png', 'stored.png', '--json'], { cwd });
  expect(result).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(result.stdout)).toMatchObject({ verdict: 'unchanged', width, height, exact: true });
});

test.concurrent('in words for people', async () => {
  const result = await runCli(['compare', 'golden.png', 'made.png'], { cwd });
  expect(result).toMatchObject({ status: 0, stderr: '' });
  expect(result.stdout).toMatch(/^changed: 360 px .*\n {2}30 x 12 px at 140,90: 360 px, confidence /);
});

const wrong: [string, string[], number, RegExp][] = [
  ['no second picture', ['golden.png'], 2, /missing required argument 'other'/],
  [
    'a region that is none',
    ['golden.png', 'made.png', '--region', '1,2,3'],
    2,
    /--region takes four numbers/,
  ],
  [
    'a region of nothing',
    ['golden.png', 'made.png', '--region', '1,2,0,5'],
    2,
    /--region takes four numbers/,
  ],
  [
    'a region elsewhere',
    ['golden.png', 'made.png', '--region', '320,2,9,9'],
    2,
    /outside of the golden photo, which is 320 x 240/,
  ],
  [
    'a mask over the photo',
    ['golden.png', 'made.png', '--mask', './golden.png'],
    2,
    /one of the pictures that are compared/,
  ],
  [
    'a picture that is not there',
    ['golden.png', 'nowhere.png'],
    1,
    /"nowhere\.png" cannot be read \(ENOENT\)/,
  ],
  ['no picture at all', ['golden.png', 'notes.txt'], 1, /"notes\.txt" is not an image/],
  [
    'other proportions',
    ['golden.png', 'square.png'],
    1,
    /240 x 240 px .* 320 x 240 px: crop it to the same proportions/,
  ],
  [
    'a mask that cannot be written',
    ['golden.png', 'made.png', '--mask', 'no/mask.png'],
    1,
    /no\/mask\.png could not be written \(ENOENT\)/,
  ],
];

test.concurrent.for(wrong)('%s: one sentence', async ([, args, status, sentence]) => {
  const result = await runCli(['compare', ...args], { cwd });
  expect(result).toMatchObject({ status, stdout: '' });
  expect(sentencesOf(result)).toEqual([expect.stringMatching(/^error: /)]);
  expect(result.stderr).toMatch(sentence);
});
