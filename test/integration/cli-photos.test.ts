import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { readCoco } from '../support/read-coco.ts';
import { runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const cwd = await makeTemporaryFolder();
const samples = fileURLToPath(new URL('../../samples', import.meta.url));

type Line = { file: string; golden: string; kind: string; width: number; height: number };

function small(name = 'case-a.jpg', width = 160): Sharp {
  return sharp(join(samples, name)).resize(width);
}

async function put(path: string, image: Sharp | Uint8Array): Promise<string> {
  await mkdir(join(cwd, path, '..'), { recursive: true });
  await writeFile(join(cwd, path), image instanceof Uint8Array ? image : await image.toBuffer());
  return path;
}

async function make(out: string, ...args: string[]) {
  const order = ['make', '-d', 'scratch', '-n', '1', '--workers', '1', '--json', '-o', out];
  if (!args.includes('--include-good')) order.push('--no-good');
  const result = await runCli([...order, ...args], { cwd });
  const text = await readFile(join(cwd, out, 'manifest.jsonl'), 'utf8').catch(() => '');
  const manifest = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
  return { ...result, manifest, sentences: sentencesOf(result) };
}

describe('photos are named by', () => {
  test('files, quoted patterns and folders, after one flag or several, each file once', async () => {
    await put('p/one.jpg', small());
    await put('p/two.JPG', small('tile-a.jpg'));
    await put('p/deep/three.webp', small('vial-a.jpg').webp());
    await put('p/notes.txt', Buffer.from('no picture'));
    const named = async (out: string, ...args: string[]): Promise<string[]> => {
      const { status, stderr, manifest } = await make(out, ...args);
      expect(status, stderr).toBe(0);
      return manifest.map((line) => line.golden).sort();
    };
    const all = ['one.jpg', 'three.webp', 'two.JPG'];
    expect(await named('by-folder', '-g', 'p')).toEqual(all);
    expect(await named('by-pattern', '-g', 'p/*.jpg')).toEqual(['one.jpg', 'two.JPG']);
    expect(await named('all', '-g', 'p/one.jpg', 'p/two.JPG', '--golden', 'p/**/*.webp')).toEqual(all);
  });

  test('one name in two folders: the folder tells them apart', async () => {
    await put('same/left/view.jpg', small());
    await put('same/right/view.jpg', small('tile-a.jpg'));
    const { status, manifest } = await make('same-names', '-g', 'same');
    expect(status).toBe(0);
    expect(manifest.map((line) => line.golden)).toEqual(['left/view.jpg', 'right/view.jpg']);
    expect(manifest.map((line) => line.file.split('/').at(-1))).toEqual([
      'left-view-scratch-0001.png',
      'right-view-scratch-0002.png',
    ]);
  });

  test('names that are no file names end as ASCII slugs', async () => {
    await put('odd-names/<script>alert(1)<!--.jpg', small('gear-a.jpg'));
    await put('odd-names/🐇.jpg', small('flange-a.jpg'));
    const { status, manifest } = await make('odd-names-out', '-g', 'odd-names', '-d', '../../etc dent <b>');
    expect(status).toBe(0);
    for (const { file } of manifest)
      expect(file).toMatch(/^images\/(train|val|test)\/[a-z0-9-]+-\d{4}\.png$/);
    expect((await readdir(cwd)).includes('etc')).toBe(false);
  });
});

test('photos with the same pixels are one, and a dataset in the folder is not taken for photos', async () => {
  const bytes = await small().toBuffer();
  await put('twins/a.jpg', bytes);
  await put('twins/b.jpg', bytes);
  const first = await make('twins/made', '-g', 'twins');
  expect(first.status).toBe(0);
  expect(first.sentences).toContain('note: “b.jpg” is the same picture as “a.jpg”; it is used once.');
  for (const name of ['c', 'd', 'e']) await put(`twins/${name}.jpg`, bytes);
  const second = await make('twins/again', '-g', 'twins');
  expect(JSON.parse(second.stdout)).toMatchObject({ pictures: 1 });
  expect(second.sentences).toContain(
    'note: 4 photos are the same pictures as others, which are used once: “b.jpg” as “a.jpg”, “c.jpg” as “a.jpg”, “d.jpg” as “a.jpg” and 1 more.',
  );
});

test('--total reads no more photos than it needs, the same ones each time, and spreads over different ones', async () => {
  for (let i = 0; i < 9; i++)
    await put(
      `many/${i}.png`,
      small('tile-a.jpg')
        .linear(1, -3 * i)
        .png(),
    );
  const total = ['-g', 'many', '--total', '4', '-d', 'scratch', 'dent', '--workers', '2', '--json'];
  const make4 = async (out: string, ...args: string[]): Promise<{ goldens: string[]; stderr: string }> => {
    const { status, stderr } = await runCli(['make', ...total, ...args, '-o', out], { cwd });
    expect(status, stderr).toBe(0);
    const lines = (await readFile(join(cwd, out, 'manifest.jsonl'), 'utf8')).trim().split('\n');
    return { goldens: lines.map((line) => (JSON.parse(line) as Line).golden), stderr };
  };
  const { goldens, stderr } = await make4('many-4');
  expect(stderr).toContain('5 of the 9 golden photos are left out');
  expect(new Set(goldens).size).toBe(4);
  expect((await make4('many-4-again')).goldens).toEqual(goldens);
  expect((await make4('many-4-good', '--include-good')).goldens.length).toBe(4 + 9);
});

describe('bad photos', () => {
  test('are named, the others go through, and the status is 1', async () => {
    const whole = await small().jpeg().toBuffer();
    await put('mixed/good.jpg', whole);
    await put('mixed/cut.jpg', whole.subarray(0, whole.length / 2));
    await put('mixed/text.jpg', Buffer.from('hello'));
    await put(
      'mixed/dot.png',
      sharp({ create: { width: 1, height: 1, channels: 3, background: '#888' } }).png(),
    );
    const { status, stdout, sentences } = await make('mixed-out', '-g', 'mixed');
    expect(status).toBe(1);
    const { pictures, refused } = JSON.parse(stdout) as { pictures: number; refused: string[] };
    expect(pictures).toBe(1);
    expect(refused.map((sentence) => sentence.slice(0, 11))).toEqual([
      '"cut.jpg" i',
      '"dot.png" i',
      '"text.jpg" ',
    ]);
    for (const sentence of refused) expect(sentences).toContain(`error: ${sentence}`);
  });

  test('alone: status 1, nothing written', async () => {
    const { status, stdout, sentences } = await make('none', '-g', 'mixed/cut.jpg', 'mixed/text.jpg');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(sentences.at(-1)).toBe('error: None of the golden photos can be used: nothing was written.');
    expect((await readdir(cwd)).filter((name) => name === 'none' || name.startsWith('.'))).toEqual([]);
  });
});

test('grey, 16 bits, CMYK, transparent and WebP photos work', async () => {
  await put('kinds/grey.png', small().grayscale().toColourspace('b-w').png());
  await put('kinds/deep.png', small('tile-a.jpg').toColourspace('rgb16').png());
  await put('kinds/print.jpg', small('vial-a.jpg').toColourspace('cmyk').jpeg());
  await put('kinds/clear.png', small('gear-a.jpg').ensureAlpha(0.5).png());
  await put('kinds/web.webp', small('flange-a.jpg').webp());
  const { status, stderr, manifest } = await make('kinds-out', '-g', 'kinds');
  expect(status, stderr).toBe(0);
  for (const { file, width, height } of manifest) {
    const facts = await sharp(join(cwd, 'kinds-out', file)).metadata();
    expect(facts).toMatchObject({ width, height, depth: 'uchar', hasAlpha: false, format: 'png' });
  }
  expect(manifest.length).toBe(5);
});

test('a photo that EXIF turns is upright, and its boxes fit', async () => {
  const upright = await small('case-a.jpg', 200).rotate(90).png().toBuffer();
  // Stored lying, with the note to turn it a quarter clockwise.
  const lying = await sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).png().toBuffer();
  await put('turned.png', lying);
  const { status, manifest } = await make('turned-out', '-g', 'turned.png', '--include-good');
  expect(status).toBe(0);
  const good = manifest.find((line) => line.kind === 'good')!;
  const picture = sharp(join(cwd, 'turned-out', good.file));
  expect((await picture.metadata()).orientation).toBeUndefined();
  expect(await picture.raw().toBuffer()).toEqual(await sharp(upright).raw().toBuffer());
  for (const { images, annotations } of (await readCoco(join(cwd, 'turned-out'))).values()) {
    for (const { width, height } of images) expect([width, height]).toEqual([150, 200]);
    for (const { bbox } of annotations)
      expect([bbox[0] + bbox[2] <= 150, bbox[1] + bbox[3] <= 200]).toEqual([true, true]);
  }
});

test('48 megapixels work', async () => {
  await put('large.jpg', sharp(join(samples, 'tile-a.jpg')).resize(8000, 6000, { fit: 'fill' }).jpeg());
  const { status, stderr, manifest } = await make('large-out', '-g', 'large.jpg');
  expect(status, stderr).toBe(0);
  expect(manifest).toMatchObject([{ width: 8000, height: 6000 }]);
});

test('--size shrinks, and refuses what becomes too small', async () => {
  await put('strip.png', sharp(join(samples, 'tile-a.jpg')).resize(400, 40, { fit: 'fill' }).png());
  await put('wide.png', small('tile-a.jpg', 320).png());
  const { status, sentences, manifest } = await make('sized', '-g', 'strip.png', 'wide.png', '--size', '100');
  expect(status).toBe(1);
  expect(sentences[0]).toBe(
    'error: "strip.png" would be only 100 x 10 px with --size 100: at least 16 px on each side are needed.',
  );
  expect(manifest).toMatchObject([{ width: 100, height: 75 }]);
});

test('a size in millimetres counts once the scale is given, on shrunken photos too', async () => {
  const folder = await makeTemporaryFolder();
  const photo = join(samples, 'tile-a.jpg');
  const args = [
    'make',
    '--golden',
    photo,
    '--defect',
    'one straight scratch, 40 mm',
    '--count',
    '4',
    '--seed',
    '3',
  ];
  const out = join(folder, 'scaled');
  // 1024 px of 0.2 mm, shrunk to 512: 40 mm are 100 px.
  const scaled = await runCli([
    ...args,
    '--size',
    '512',
    '--mm-per-pixel',
    '0.2',
    '--best-of',
    '2',
    '--out',
    out,
  ]);
  expect(scaled).toMatchObject({ status: 0 });
  expect(scaled.stderr).not.toContain('millimetres');
  for (const { annotations } of (await readCoco(out)).values()) {
    for (const { bbox } of annotations) {
      const length = Math.hypot(bbox[2], bbox[3]);
      expect(length).toBeGreaterThan(70);
      expect(length).toBeLessThan(130);
    }
  }
  const bare = await runCli([...args, '--size', '128', '--out', join(folder, 'bare')]);
  expect(bare.stderr).toContain('--mm-per-pixel');
});
