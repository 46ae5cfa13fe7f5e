import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRecordSpool } from './record-spool.ts';

test('gives back every text, in any order, from memory and from the disk', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    // Longer than a block, and on the edge of one.
    fc.integer({ min: 65_400, max: 65_600 }).map((length) => 'ä'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 0, max: 2 }), (texts, held) => {
      const spool = createRecordSpool(held);
      try {
        const records = texts.map((each) => spool.add(each));
        for (const record of records.toReversed()) expect(spool.read(record)).toBe(texts[record]);
        // What comes later does not disturb what is read.
        const last = spool.add('last');
        for (const record of records) expect(spool.read(record)).toBe(texts[record]);
        expect(spool.read(last)).toBe('last');
      } finally {
        spool.close();
      }
    }),
    { numRuns: 40 },
  );
});

test('leaves no name on the disk, and says which folder takes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redrabbit-spool-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('TMPDIR', folder);
  const spool = createRecordSpool(0);
  const big = 'x'.repeat(200_000);
  spool.add(big);
  expect(await readdir(folder)).toEqual([]);
  expect(spool.read(0)).toBe(big);
  spool.close();
  expect(() => spool.read(0)).toThrow('no record');

  vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
  const refused = createRecordSpool(0);
  expect(() => refused.add(big)).toThrow(/folder for temporary files .*TMPDIR/);
  refused.close();
});
