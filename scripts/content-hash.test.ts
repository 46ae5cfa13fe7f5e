import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentHash } from './content-hash.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redrabbit-hash-'));
  await mkdir(join(folder, 'src', 'deep'), { recursive: true });
  await writeFile(join(folder, 'src', 'a.ts'), 'one');
  await writeFile(join(folder, 'src', 'deep', 'b.ts'), 'two');
  await writeFile(join(folder, 'other.ts'), 'three');
});

afterEach(() => rm(folder, { recursive: true }));

const hash = (salt?: string): string => contentHash(folder, ['src', 'package.json'], salt);

test('stays the same while nothing changes that was asked about', async () => {
  const before = hash();
  await writeFile(join(folder, 'other.ts'), 'changed');
  await writeFile(join(folder, 'src', 'a.ts'), 'one');
  expect(hash()).toBe(before);
});

test.each([
  ['a changed file', 'src/deep/b.ts', 'three'],
  ['a new file', 'src/deep/c.ts', ''],
  ['a file that was missing', 'package.json', '{}'],
])('%s changes it', async (_, name, content) => {
  const before = hash();
  await writeFile(join(folder, name), content);
  expect(hash()).not.toBe(before);
});

test('text moved from one file to the next, a removed file, and another salt change it', async () => {
  const before = hash();
  expect(hash('salt')).not.toBe(before);
  await writeFile(join(folder, 'src', 'a.ts'), 'onet');
  await writeFile(join(folder, 'src', 'deep', 'b.ts'), 'wo');
  expect(hash()).not.toBe(before);
  await rm(join(folder, 'src', 'a.ts'));
  expect(hash()).not.toBe(before);
});
