import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { runCli, sentencesOf, startCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestBucket, hasS3 } from '../support/test-bucket.ts';

const folder = await makeTemporaryFolder();
const from = join(folder, 'data', 'pictures');
const source = await openLocalStorage(from, { isAlone: true });
const contents = Array.from({ length: 120 }, () => randomBytes(50_000));
const names = await Promise.all(contents.map((content) => source.put(content)));

const copyTo = (to: string, ...more: string[]): string[] => [
  'storage',
  'copy',
  '--from',
  from,
  '--to',
  to,
  ...more,
];

test('a call that is wrong says so, and writes nothing', async () => {
  const to = join(folder, 'nothing');
  const data = join(folder, 'data');
  const calls: [string[], string | RegExp][] = [
    [
      ['storage', 'copy', '--from', data, '--to', to],
      `error: --from: there are no pictures in ${data}. Did you mean ${from}?`,
    ],
    [copyTo('s3://x'), /^error: --to: The S3 address cannot be used: the name/],
    [copyTo('s3://a:b@bucket'), /^error: --to: The S3 address cannot be used: it must not hold keys/],
  ];
  const results = await Promise.all(calls.map(([args]) => runCli(args)));
  for (const [i, result] of results.entries()) {
    const sentence = calls[i]![1];
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(sentencesOf(result)).toEqual([
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    ]);
  }
  expect(existsSync(to)).toBe(false);
});

test('a damaged picture is left out and named, and the exit status says that not all is there', async () => {
  const broken = join(folder, 'broken', 'pictures');
  const storage = await openLocalStorage(broken, { isAlone: true });
  const [good, bad] = [await storage.put(contents[0]!), await storage.put(contents[1]!)];
  await writeFile(join(broken, 'objects', bad.slice(0, 2), bad), 'x');
  const to = join(folder, 'copy-of-broken');
  const result = await runCli(['storage', 'copy', '--from', broken, '--to', to, '--json']);
  expect(result.status).toBe(1);
  expect(sentencesOf(result)).toEqual([expect.stringContaining(`error: ${bad} is damaged in ${broken}`)]);
  const { seconds, ...report } = JSON.parse(result.stdout);
  // In tenths: a small copy takes none.
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(report).toMatchObject({
    objects: 2,
    copied: 1,
    copiedBytes: 50_000,
    kept: 0,
    failures: [{ hash: bad }],
  });
  expect(await (await openLocalStorage(to, { isAlone: true })).size(good)).toBe(50_000);
});

describe.skipIf(!hasS3)('a bucket', async () => {
  const bucket = hasS3 ? await createTestBucket() : (null as never);

  test('a copy into it that is killed goes on with the same call, and comes back the same', async () => {
    const options = { environment: bucket.environment };
    const killed = startCli(copyTo(bucket.url, '--parallel', '2'), options);
    await killed.untilMade(24);
    killed.process.kill('SIGKILL');
    await killed.ended;

    const first = await runCli(copyTo(bucket.url, '--json'), options);
    const { copied, kept, failures } = JSON.parse(first.stdout);
    expect([first.status, copied + kept, failures]).toEqual([0, 120, []]);
    expect(kept).toBeGreaterThanOrEqual(24);
    expect(first.stdout + first.stderr).not.toContain(bucket.secretAccessKey);
    const second = await runCli(copyTo(bucket.url, '--verify'), options);
    expect(second.stdout).toMatch(/^120 files: 0 copied \(0\.0 MB\), 120 there already: s3:/);

    const back = join(folder, 'back');
    await mkdir(back);
    const { accessKeyId, secretAccessKey } = bucket;
    const third = await runCli(['storage', 'copy', '--from', bucket.url, '--to', back], {
      environment: { STORAGE_FROM_ACCESS_KEY: accessKeyId, STORAGE_FROM_SECRET_KEY: secretAccessKey },
    });
    expect(third).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^120 files: 120 copied \(6\.0 MB\)/),
    });
    const copy = await openLocalStorage(back, { isAlone: true });
    for (const [i, name] of names.entries()) expect(contents[i]!.equals(await copy.get(name))).toBe(true);
  });
});
