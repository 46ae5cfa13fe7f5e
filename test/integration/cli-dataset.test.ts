import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { boxAround, type Coco, pixelsInside, readCoco } from '../support/read-coco.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

/** The seven samples x four families x ten, read back as a stranger's training script would. */
const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const folder = join(await makeTemporaryFolder(), 'dataset');
const defects = ['scratch', 'dent', 'crack', 'stain'];
let result: CliResult;
let coco: Map<string, Coco>;

beforeAll(async () => {
  // Small, so that it takes seconds; `SAMPLE_SIZE=1024` is the size that the samples have.
  const size = process.env.SAMPLE_SIZE ?? '160';
  const args = ['make', '--golden', samples, '--count', '10', '--seed', '7', '--size', size];
  args.push('--format', 'coco,yolo,masks');
  result = await runCli([...args, '--include-good', '--out', folder, '--json', '--defect', ...defects]);
  coco = await readCoco(folder);
}, 300_000);

test('ten of each of four families on seven samples are 280 pictures', async () => {
  expect(result).toMatchObject({ status: 0 });
  expect(result.stdout.trim().split('\n').length).toBe(1);
  expect(JSON.parse(result.stdout)).toMatchObject({ pictures: 280, images: 287, failed: 0, refused: [] });
  const files = await readdir(join(folder, 'images'), { recursive: true });
  expect(files.filter((file) => file.endsWith('.png')).length).toBe(287);
  const counts = new Map<string, number>();
  for (const file of files) {
    const cell = /([a-z]+-[ab]-(?:scratch|dent|crack|stain|good))-\d+\.png$/.exec(file)?.[1];
    if (cell !== undefined) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  expect([...counts.values()].sort((a, b) => a - b)).toEqual([...Array(7).fill(1), ...Array(28).fill(10)]);
});

describe('COCO', () => {
  test('ids start at 1 and are unique over the splits, and so are the categories everywhere', () => {
    const all = [...coco.values()];
    const ids = (of: 'images' | 'annotations'): number[] =>
      all.flatMap((part) => part[of].map((row) => row.id)).sort((a, b) => a - b);
    expect(ids('images')).toEqual(Array.from({ length: 287 }, (_, i) => i + 1));
    expect(ids('annotations')).toEqual(ids('annotations').map((_, i) => i + 1));
    for (const part of all) {
      expect(part.categories.map(({ id, name }) => [id, name])).toEqual(
        defects.map((name, i) => [i + 1, name]),
      );
    }
  });

  test('polygons hold exactly the pixels that differ from the golden image; areas and boxes fit', async () => {
    const goldens = await goodPictures();
    let checked = 0;
    for (const [split, { images, annotations }] of coco) {
      for (const image of images) {
        const { width, height } = image;
        const marked = new Set<number>();
        for (const { image_id: owner, segmentation, bbox, area } of annotations) {
          if (owner !== image.id) continue;
          const pixels = pixelsInside(segmentation[0]!, width, height);
          expect(pixels.size).toBe(area);
          expect(boxAround(pixels, width)).toEqual(bbox);
          for (const pixel of pixels) marked.add(pixel);
          checked++;
        }
        const picture = await decode(join(folder, 'images', split, image.file_name));
        expect([picture.width, picture.height]).toEqual([width, height]);
        const golden = goldens.get(image.file_name.split('-').slice(0, 2).join('-'))!;
        expect(sorted(marked), image.file_name).toEqual(sorted(differing(picture, golden)));
      }
    }
    expect(checked).toBeGreaterThanOrEqual(280);
  });
});

test('masks hold the class of exactly the pixels that the polygons hold, and zero elsewhere', async () => {
  const { classes } = JSON.parse(await readFile(join(folder, 'classes.json'), 'utf8')) as {
    classes: { id: number; name: string }[];
  };
  expect(classes.map(({ id, name }) => [id, name])).toEqual(
    ['background', ...defects].map((name, i) => [i, name]),
  );
  let marked = 0;
  for (const [split, { images, annotations }] of coco) {
    const files = await readdir(join(folder, 'masks', split));
    expect(files.toSorted()).toEqual(images.map((image) => image.file_name).toSorted());
    for (const { id, file_name: name, width, height } of images) {
      const expected = new Uint8Array(width * height);
      for (const { category_id: category, segmentation } of annotations.filter((row) => row.image_id === id))
        for (const pixel of pixelsInside(segmentation[0]!, width, height)) expected[pixel] = category;
      const { data } = await sharp(join(folder, 'masks', split, name))
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(new Uint8Array(data), name).toEqual(expected);
      if (expected.some((value) => value > 0)) marked++;
    }
  }
  expect(marked).toBe(280);
});

describe('YOLO', () => {
  test('data.yaml has no path, and names the classes', async () => {
    const yaml = await readFile(join(folder, 'data.yaml'), 'utf8');
    expect(yaml).not.toMatch(/^\s*path:/m);
    for (const [key, place] of [...yaml.matchAll(/^(train|val|test): (.*)$/gm)].map((row) => row.slice(1))) {
      expect(place).toBe(`images/${key}`);
    }
    expect([...yaml.matchAll(/^ {2}(\d): "?(\w+)"?$/gm)].map((row) => row[2])).toEqual(defects);
  });

  test('every picture has its label file, and the rows are the same regions as in COCO', async () => {
    for (const [split, { images, annotations }] of coco) {
      for (const { id, file_name: name, width, height } of images) {
        const text = await readFile(join(folder, 'labels', split, name.replace(/png$/, 'txt')), 'utf8');
        const rows = text.split('\n').filter((row) => row !== '');
        const own = annotations.filter((annotation) => annotation.image_id === id);
        expect(rows.length).toBe(own.length);
        rows.forEach((row, i) => {
          const [classIndex, ...values] = row.split(' ').map(Number);
          expect(classIndex).toBe(own[i]!.category_id - 1);
          expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
          const ring = values.map((value, k) => Math.round(value * (k % 2 === 0 ? width : height)));
          expect(ring.length / 2).toBeLessThanOrEqual(1000);
          const meant = pixelsInside(own[i]!.segmentation[0]!, width, height);
          const drawn = pixelsInside(ring, width, height);
          // Readers resample longer outlines themselves, and worse: those are simplified.
          const isExact = own[i]!.segmentation[0]!.length / 2 <= 1000;
          expect(overlap(drawn, meant)).toBeGreaterThanOrEqual(isExact ? 1 : 0.95);
        });
      }
    }
  });
});

type Pixels = { width: number; height: number; channels: number; data: Buffer };

async function decode(file: string): Promise<Pixels> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  return { ...info, data };
}

/** By the name of the sample that each shows. */
async function goodPictures(): Promise<Map<string, Pixels>> {
  const files = await readdir(join(folder, 'images'), { recursive: true });
  const good = files.filter((file) => file.includes('-good-'));
  const entries = good.map(async (file): Promise<[string, Pixels]> => {
    const name = /([a-z]+-[ab])-good/.exec(file)![1]!;
    return [name, await decode(join(folder, 'images', file))];
  });
  return new Map(await Promise.all(entries));
}

function differing(a: Pixels, b: Pixels): Set<number> {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels]);
  const pixels = new Set<number>();
  for (let i = 0; i < a.data.length; i++) {
    if (a.data[i] !== b.data[i]) pixels.add(Math.floor(i / a.channels));
  }
  return pixels;
}

/** Intersection over union. */
function overlap(a: Set<number>, b: Set<number>): number {
  return a.intersection(b).size / a.union(b).size;
}

function sorted(pixels: Set<number>): number[] {
  return [...pixels].sort((a, b) => a - b);
}
