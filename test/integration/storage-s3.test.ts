import { createHash, randomBytes } from 'node:crypto';
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Storage } from '#adapters/storage/port.ts';
import { parseS3Address } from '#adapters/storage/s3/s3-address.ts';
import { openS3Storage, type S3StorageOptions } from '#adapters/storage/s3/s3.ts';
import { changeCells } from '#contract/cell.ts';
import { datasetFileSchema, getDataset, requestDataset } from '#contract/dataset.ts';
import { addGoldens } from '#contract/golden.ts';
import { createRelease } from '#contract/release.ts';
import { readConfig } from '#config.ts';
import { openStorage } from '#open-storage.ts';
import { pullDataset } from '#services/delivery/pull-dataset.ts';
import { verifyDataset } from '#services/delivery/verify-dataset.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { openFaultyConnection } from '../support/faulty-connection.ts';
import { failing, generateOne, oneCell } from '../support/generate-one.ts';
import { partJpeg } from '../support/pictures.ts';
import { readZip } from '../support/read-zip.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestBucket, hasS3, type TestBucket } from '../support/test-bucket.ts';
import { startTestServer } from '../support/test-server.ts';

// What only S3 does, and how it fails: what all storage does is in storage.test.ts.

const unavailable =
  /^The server of s3:\/\/.* (cannot be reached|refuses for the moment) \(.*\)\. .*try again.*\.$/i;

/** Through the connection, if there is one. It gives up at once. */
function openBucket(bucket: TestBucket, through?: string, options?: Partial<S3StorageOptions>): Storage {
  const address = parseS3Address(
    through === undefined ? bucket.url : bucket.url.replace(bucket.endpoint, through),
  );
  return openS3Storage({ address, keys: bucket, links: 'none', patienceMs: 0, ...options });
}

async function namesIn({ client, name }: TestBucket): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }));
  return Contents.map(({ Key }) => Key!);
}

describe.skipIf(!hasS3)('a bucket', async () => {
  const bucket = hasS3 ? await createTestBucket() : (null as never);

  test('objects say what they are, and nobody reads them without a key or a good link', async () => {
    const storage = openBucket(bucket, undefined, { links: 'signed' });
    const hash = await storage.put(await partJpeg());
    const Key = `pictures/objects/${hash.slice(0, 2)}/${hash}`;
    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key }));
    expect(head.ContentType).toBe('image/jpeg');
    expect((await fetch(`${bucket.endpoint}/${bucket.name}/${Key}`)).status).toBe(403);
    const { url, seconds } = (await storage.link(hash))!;
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBeGreaterThanOrEqual(seconds);
    expect((await fetch(url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=99999'))).status).toBe(403);
    expect(await storage.linkOrigin()).toBe(bucket.endpoint);
    await storage.close();
  });

  test('a link to upload by takes one object, as what it says it is', async () => {
    const storage = openBucket(bucket);
    const bytes = await partJpeg(64, 48, 77);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const { url, headers } = (await storage.uploadLink(hash, 'image/jpeg'))!;
    const put = (sent: Record<string, string>) => fetch(url, { method: 'PUT', body: bytes, headers: sent });
    expect((await put({ 'content-type': 'image/jpeg' })).status, 'the checksum is signed').toBe(403);
    expect((await put(headers)).status).toBe(200);
    expect(Buffer.from(await storage.get(hash))).toEqual(Buffer.from(bytes));
    await storage.close();
  });

  test('a large upload that is cut leaves nothing behind; the next one is whole', async () => {
    const connection = await openFaultyConnection(bucket.endpoint);
    onTestFinished(() => connection.close());
    const storage = openBucket(bucket, connection.address);
    const before = await namesIn(bucket);
    const [small, large] = [randomBytes(3_000_000), randomBytes(17_000_000)];
    connection.set({ cutAfter: 1_000_000 });
    await expect(storage.put(small)).rejects.toMatchObject({ code: 'storage_unavailable' });
    await expect(storage.put(large)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await namesIn(bucket)).toEqual(before);
    const { Uploads } = await bucket.client.send(new ListMultipartUploadsCommand({ Bucket: bucket.name }));
    expect(Uploads ?? []).toEqual([]);
    connection.set('none');
    expect(await storage.size(await storage.put(large))).toBe(large.byteLength);
    await storage.close();
  });

  test('a server that refuses for a while is waited for, one that hangs is given up with a sentence', async () => {
    const connection = await openFaultyConnection(bucket.endpoint);
    onTestFinished(() => connection.close());
    const [patient, impatient] = [20_000, 0].map((patienceMs) =>
      openBucket(bucket, connection.address, { patienceMs, probeMs: 200 }),
    );
    for (const fault of ['refuse', 'lose'] as const) {
      connection.set(fault);
      await expect(impatient!.put(randomBytes(9))).rejects.toMatchObject({
        code: 'storage_unavailable',
        message: expect.stringMatching(unavailable),
      });
      const putting = patient!.put(randomBytes(9));
      await connection.lost(3);
      connection.set('none');
      expect(await patient!.size(await putting)).toBe(9);
    }
    connection.set('hang');
    await expect(impatient!.checkWritable()).rejects.toThrow(unavailable);
    await patient!.close();
    await impatient!.close();
  });

  const wrongSettings: [string, Record<string, string>, RegExp][] = [
    [
      'a wrong key',
      { STORAGE_ACCESS_KEY: 'nobody' },
      /does not know the access key .* Check STORAGE_ACCESS_KEY/,
    ],
    [
      'a wrong secret',
      { STORAGE_SECRET_KEY: 'hush-hush' },
      /secret key .* is wrong\. Check STORAGE_ACCESS_KEY/,
    ],
    [
      'a bucket that is not there',
      { STORAGE_URL: 's3://not-there' },
      /There is no bucket for s3:\/\/not-there/,
    ],
  ];
  test.each(wrongSettings)('%s: one sentence at the start, without the key', async (_, wrong, sentence) => {
    const environment: Record<string, string> = { ...bucket.environment, ...wrong };
    if (wrong.STORAGE_URL !== undefined)
      environment.STORAGE_URL = `${wrong.STORAGE_URL}?endpoint=${bucket.endpoint}`;
    const failed = await openStorage(readConfig(environment).storage, {
      isAlone: true,
      forWriting: true,
    }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(failed).toMatchObject({ code: 'storage_read_only', message: expect.stringMatching(sentence) });
    expect(failed!.message).not.toContain(environment.STORAGE_SECRET_KEY);
  });
});

describe.skipIf(!hasS3)('a server whose pictures are in a bucket', async () => {
  const bucket = hasS3 ? await createTestBucket() : (null as never);
  const start = (environment: Record<string, string>) =>
    startTestServer({ environment: { ...bucket.environment, ...environment } });
  const { address } = hasS3 ? await start({ STORAGE_DELIVERY: 'redirect' }) : (null as never);

  test('sends browsers to links that expire, and gives masks itself', async () => {
    const { blueprint, cells } = await makeBlueprint(address, {
      photos: ['tile-a.jpg'],
      defects: ['scratch'],
    });
    const [candidate] = await makeCandidates(address, blueprint.id, [cells[0]!.id], 1);
    for (const [path, type] of [
      [candidate!.pictureUrl, 'image/png'],
      [candidate!.thumbnailUrl, 'image/jpeg'],
    ] as const) {
      const answer = await fetch(address + path, { redirect: 'manual' });
      expect(answer.status).toBe(302);
      const maxAge = /^private, max-age=(\d+)$/.exec(answer.headers.get('cache-control')!)?.[1];
      expect(Number(maxAge)).toBeLessThan(900);
      expect(answer.headers.get('content-security-policy')).toContain(`blob: ${bucket.endpoint};`);
      const picture = await fetch(answer.headers.get('location')!);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, type]);
      const again = await fetch(address + path, {
        headers: { 'if-none-match': answer.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    }
    const mask = await fetch(address + candidate!.maskUrl, { redirect: 'manual' });
    expect([mask.status, mask.headers.get('content-type')]).toEqual([200, 'image/png']);

    const params = { blueprintId: blueprint.id };
    await call(address, changeCells, { params, body: { cellIds: [cells[0]!.id], target: 1 } });
    await decide(address, blueprint.id, [candidate!], 'approved');
    await call(address, createRelease, { params });
    let dataset = await call(address, requestDataset, { params, body: { release: 1, formats: 'coco' } });
    while (dataset.state === 'queued' || dataset.state === 'running') {
      dataset = await call(address, getDataset, { params: { versionId: dataset.id } });
    }
    const out = await makeTemporaryFolder();
    const options = { origin: address, out, parallel: 4, signal: new AbortController().signal };
    await pullDataset(dataset, options);
    expect((await verifyDataset(out, options)).problems).toEqual([]);
    const lines = (await (await fetch(address + dataset.parts[0]!.filesUrl)).text()).trim().split('\n');
    for (const { path, url } of lines.map((line) => datasetFileSchema.parse(JSON.parse(line)))) {
      const answer = await fetch(address + url, { redirect: 'manual' });
      await answer.arrayBuffer();
      expect(answer.status, path).toBe(path.startsWith('images/') ? 302 : 200);
      if (answer.status === 302) expect(answer.headers.get('location')).toContain(bucket.endpoint);
    }
    const zip = new Uint8Array(await (await fetch(address + dataset.parts[0]!.url)).arrayBuffer());
    expect(readZip(zip).size).toBe(lines.length);
  });

  test('sends browsers to what stands before the bucket', async () => {
    const other = await start({ PUBLIC_ASSET_BASE_URL: 'https://cdn.example.com/rr/' });
    const { goldens } = await makeBlueprint(other.address, { photos: ['tile-a.jpg'], defects: [] });
    const answer = await fetch(other.address + goldens[0]!.pictureUrl, { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(
      /^https:\/\/cdn\.example\.com\/rr\/objects\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/,
    );
    expect(answer.headers.get('content-security-policy')).toContain('blob: https://cdn.example.com;');
  });

  test('the bucket goes: a sentence, no half-made picture, and the server stays up', async () => {
    const { blueprintId, cellId } = await oneCell(address);
    const Objects = (await namesIn(bucket)).map((Key) => ({ Key }));
    await bucket.client.send(new DeleteObjectsCommand({ Bucket: bucket.name, Delete: { Objects } }));
    await bucket.client.send(new DeleteBucketCommand({ Bucket: bucket.name }));
    const sentence = /^There is no bucket for s3:\/\/.*\. Make it, or correct the address \(STORAGE_URL\)\.$/;
    const body = fileForm('file', 'new.jpg', await partJpeg(64, 48, 33));
    await expect(call(address, addGoldens, { params: { blueprintId }, body })).rejects.toMatchObject({
      status: 507,
      code: 'storage_read_only',
      message: expect.stringMatching(sentence),
    });
    expect(await generateOne(address, blueprintId, cellId)).toEqual(failing(sentence));
    expect((await fetch(`${address}/readyz`)).status).toBe(503);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });
});
