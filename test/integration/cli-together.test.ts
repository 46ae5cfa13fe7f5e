import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCoco } from '../support/read-coco.ts';
import { runCli, sentencesOf } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const cwd = await makeTemporaryFolder();
const tile = fileURLToPath(new URL('../../samples/tile-a.jpg', import.meta.url));

type Line = {
  id: number;
  kind: string;
  sha256: string;
  synthetic: boolean;
  classes: string[];
  other_prompts: string[];
};

async function make(
  out: string,
  extra: string[],
): Promise<{ report: Record<string, unknown>; lines: Line[] }> {
  const args = [
    'make',
    '--golden',
    tile,
    '--size',
    '200',
    '--total',
    '8',
    '--seed',
    '3',
    '--out',
    out,
    '--json',
  ];
  const result = await runCli([...args, '--defect', 'scratch', 'stain', ...extra], { cwd });
  expect(result, result.stderr).toMatchObject({ status: 0 });
  const manifest = await readFile(join(cwd, out, 'manifest.jsonl'), 'utf8');
  return {
    report: JSON.parse(result.stdout) as Record<string, unknown>,
    lines: manifest
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  };
}

test('allowed variation comes on top of the same pictures, as pictures of good parts', async () => {
  const plain = await make('plain', ['--no-good']);
  const { report, lines } = await make('allowed', ['--allowed-variation', '0.5']);
  expect(plain.report).toMatchObject({ pictures: 8, allowedVariation: 0, images: 8 });
  expect(report).toMatchObject({ pictures: 8, allowedVariation: 4, images: 13, failed: 0 });
  const digests = (of: Line[], kind: string): string[] =>
    of.filter((line) => line.kind === kind).map(({ sha256 }) => sha256);
  expect(digests(lines, 'defect')).toEqual(digests(plain.lines, 'defect'));
  const good = lines.filter(({ kind }) => kind === 'good');
  expect(good.map(({ synthetic, classes }) => [synthetic, classes])).toEqual([
    ...Array.from({ length: 4 }, () => [true, []]),
    [false, []],
  ]);
  expect(new Set(good.map(({ sha256 }) => sha256)).size).toBe(5);
  for (const { images, annotations } of (await readCoco(join(cwd, 'allowed'))).values()) {
    for (const { id } of images) {
      const isGood = good.some((line) => line.id === id);
      expect(annotations.some(({ image_id: owner }) => owner === id)).toBe(!isGood);
    }
  }
});

test('defects together share a picture, each with its own class, in the severity asked for', async () => {
  const { lines, report } = await make('together', [
    '--together',
    '1',
    '--severity',
    'major-critical',
    '--no-good',
  ]);
  expect(report).toMatchObject({ pictures: 8, failed: 0 });
  const both = lines.filter(({ classes }) => classes.length === 2);
  expect(both.length).toBeGreaterThanOrEqual(7);
  for (const { other_prompts: others } of lines) expect(others).toHaveLength(1);
  const marked = [...(await readCoco(join(cwd, 'together'))).values()].flatMap(
    ({ annotations }) => annotations,
  );
  for (const { id } of both) {
    const classes = marked.filter((mark) => mark.image_id === id).map((mark) => mark.category_id);
    expect(new Set(classes)).toEqual(new Set([1, 2]));
  }
});

test('one defect has none to be together with, and that is said', async () => {
  const args = ['make', '-g', tile, '--size', '120', '-n', '1', '-d', 'stain', '--together', '0.5'];
  const result = await runCli([...args, '--out', 'alone'], { cwd });
  expect(result.status).toBe(0);
  expect(sentencesOf(result).join(' ')).toContain('--together has no effect with a single defect.');
});
