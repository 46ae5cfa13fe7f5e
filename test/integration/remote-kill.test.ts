import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connect } from '#db/connect.ts';
import { runFaults } from '../../bench/remote/run-faults.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-data-'));
const db = connect(url, { max: 2, onError: () => {} });
afterAll(async () => {
  await db.destroy();
  await rm(dataDir, { recursive: true, force: true });
});

// The short form of `npm run bench -- faults`.
test(
  'a program killed amid faults of every kind loses no picture and buys none twice',
  { timeout: 180_000 },
  async () => {
    const place = { url, dataDir, db };
    const story: string[] = [];
    const say = (line: string): void => void story.push(line);
    const result = await runFaults(place, { seed: 7, jobs: 12, rate: 0.3, programs: 1, kills: 1, say });
    expect(result, story.join('\n')).toMatchObject({
      kills: 1,
      duplicates: 0,
      boughtTwice: 0,
      lost: 0,
      wrongState: 0,
    });
    expect(result.candidates).toBeGreaterThan(5);
  },
);
