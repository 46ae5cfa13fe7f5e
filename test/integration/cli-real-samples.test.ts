import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { samplePhoto } from '../support/blueprint.ts';
import { plain } from '../support/pictures.ts';
import { readCoco } from '../support/read-coco.ts';
import { badTiles } from '../support/real-samples.ts';
import { runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const cwd = await makeTemporaryFolder();

beforeAll(async () => {
  await mkdir(join(cwd, 'photos'));
  await writeFile(join(cwd, 'photos/tile.jpg'), await samplePhoto('tile-a.jpg', 320));
  const put = async (folder: string, count: number): Promise<void> => {
    await mkdir(join(cwd, folder), { recursive: true });
    for (const { name, picture, mask } of await badTiles(count)) {
      await writeFile(join(cwd, folder, name), picture);
      await writeFile(join(cwd, folder, name.replace('.png', '_mask.png')), mask);
    }
  };
  await put('bad/stain', 4);
  await put('bad/Oil spot', 1);
  await put('few/stain', 2);
  await put('wrong/stain', 3);
  await writeFile(join(cwd, 'bad/stain/odd.png'), await samplePhoto('tile-a.jpg', 40));
  await writeFile(join(cwd, 'wrong/stain/stain 2_mask.png'), plain(await samplePhoto('tile-a.jpg', 40)));
});

const make = (out: string, ...args: string[]) =>
  runCli(['make', '-g', 'photos', '-d', 'stain', '-n', '8', '-f', 'coco', '--json', '-o', out, ...args], {
    cwd,
  });

async function medianArea(out: string): Promise<number> {
  const splits = await readCoco(join(cwd, out));
  const areas = [...splits.values()]
    .flatMap(({ annotations }) => annotations.map(({ area }) => area))
    .sort((a, b) => a - b);
  return areas[areas.length >> 1]!;
}

test('real samples are fitted to, said, and seen in what is made', async () => {
  const usual = await make('usual');
  expect([usual.status, JSON.parse(usual.stdout)]).toMatchObject([0, { pictures: 8, fittedTo: {} }]);
  const fitted = await make('fitted', '--real-samples', 'bad');
  expect(sentencesOf(fitted).slice(0, 3)).toEqual([
    'note: "odd.png" has no mask: add "odd_mask.png" beside it. It is left out.',
    'note: “stain”: fitted to 4 real samples.',
    'note: --real-samples: no defect is named “Oil spot”; the folder is left out.',
  ]);
  expect([fitted.status, JSON.parse(fitted.stdout)]).toMatchObject([
    0,
    { pictures: 8, fittedTo: { stain: 4 } },
  ]);
  // A third to half as long: at most a quarter as large.
  expect(await medianArea('fitted')).toBeLessThan((await medianArea('usual')) / 2.5);
});

test('too few are not used, and it is said how many are missing', async () => {
  const { status, stdout, ...said } = await make('too-few', '--real-samples', 'few');
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { fittedTo: {} }]);
  expect(sentencesOf({ status, stdout, ...said })[0]).toMatch(/^note: “stain”: There are 2: add 1 more/);
});

test('what cannot be used ends in a sentence, and nothing is written', async () => {
  const before = await readdir(cwd);
  const wrong = await make('never', '--real-samples', 'wrong');
  expect([wrong.status, sentencesOf(wrong)]).toEqual([
    1,
    [expect.stringMatching(/^error: "stain 2.png": The mask is 40 x \d+ px but the picture is 240 x \d+ px/)],
  ]);
  const missing = await make('never', '--real-samples', 'nowhere');
  expect([missing.status, sentencesOf(missing)]).toEqual([
    2,
    ['error: --real-samples nowhere: there is no such folder. Give one with a folder for each defect.'],
  ]);
  expect(await readdir(cwd)).toEqual(before);
});
