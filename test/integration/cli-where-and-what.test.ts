import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { maskPng, partJpeg } from '../support/pictures.ts';
import { runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const folder = await makeTemporaryFolder();
const at = (name: string): string => join(folder, name);
await mkdir(at('masks'));
await writeFile(at('a.jpg'), await partJpeg(160, 120));
await writeFile(at('b.jpg'), await partJpeg(160, 120, 90));
const box = { x: 40, y: 30, width: 50, height: 40 };
await writeFile(at('masks/a.png'), await maskPng({ width: 160, height: 120 }, box));
const fibre =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect x="5" y="8" width="50" height="4" fill="#c01818"/></svg>';
await writeFile(at('fibre.png'), await sharp(Buffer.from(fibre)).png().toBuffer());

const make = (...args: string[]) =>
  runCli(['make', '-n', '3', '-f', 'coco', '--no-good', '--workers', '1', '--json', ...args], {
    cwd: folder,
  });

type Coco = {
  images: { id: number; file_name: string }[];
  annotations: { image_id: number; bbox: [number, number, number, number] }[];
};

/** The boxes of all pictures of a dataset, with the pictures' names. */
async function boxesIn(dataset: string): Promise<{ name: string; bbox: Coco['annotations'][0]['bbox'] }[]> {
  const files = await readdir(at(dataset), { recursive: true });
  const sets = files.filter((file) => /instances_\w+\.json$/.test(file));
  const cocos = await Promise.all(
    sets.map(async (file) => JSON.parse(await readFile(join(at(dataset), file), 'utf8')) as Coco),
  );
  return cocos.flatMap(({ images, annotations }) =>
    annotations.map(({ image_id: id, bbox }) => ({
      name: images
        .find((image) => image.id === id)!
        .file_name.split('/')
        .at(-1)!,
      bbox,
    })),
  );
}

test('make keeps defects on the product that a mask marks, and says whose it found', async () => {
  const made = await make('-g', 'a.jpg', 'b.jpg', '-d', 'scratch', '--foreground', 'masks', '-o', 'marked');
  expect(made.status).toBe(0);
  expect(sentencesOf(made)).toContain('note: “b.jpg” has no mask in --foreground: its product is found.');
  const boxes = (await boxesIn('marked')).filter(({ name }) => name.startsWith('a'));
  expect(boxes.length).toBeGreaterThanOrEqual(3);
  for (const {
    bbox: [x, y, width, height],
  } of boxes) {
    expect(Math.min(x - box.x, y - box.y)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(box.x + box.width);
    expect(y + height).toBeLessThanOrEqual(box.y + box.height);
  }
});

test('make draws contamination from cut-outs', async () => {
  const made = await make('-g', 'a.jpg', '-d', 'contamination', '--cut-out', 'fibre.png', '-o', 'things');
  expect(made.status).toBe(0);
  const pictures = (await readdir(at('things'), { recursive: true })).filter((file) => file.endsWith('.png'));
  expect(pictures.length).toBeGreaterThanOrEqual(3);
  // The part is grey, the thing is red.
  for (const picture of pictures) {
    const { data, info } = await sharp(join(at('things'), picture))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const isRed = (_: number, i: number): boolean => i % info.channels === 0 && data[i]! - data[i + 1]! > 40;
    expect(data.some(isRed)).toBe(true);
  }
});

describe('make refuses in a sentence', () => {
  test.each([
    [
      'a cut-out without a defect for it',
      ['-d', 'scratch', '--cut-out', 'fibre.png'],
      /no --defect is a contamination/,
    ],
    [
      'a cut-out that is none',
      ['-d', 'contamination', '--cut-out', 'a.jpg'],
      /--cut-out: "a\.jpg" is not a PNG/,
    ],
    ['a cut-out that is not there', ['-d', 'contamination', '--cut-out', 'none.png'], /cannot be read/],
    ['a folder without masks', ['-d', 'scratch', '--foreground', 'nowhere'], /there is no mask there/],
  ])('%s', async (_, args, sentence) => {
    const refused = await make('-g', 'a.jpg', ...args, '-o', 'none');
    expect(refused.status).toBe(2);
    expect(sentencesOf(refused).join(' ')).toMatch(sentence);
  });
});
