import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, inject } from 'vitest';
import type { S3Server } from './radosgw.ts';

export const hasS3 = inject('s3Starter') !== null;

export type TestBucket = S3Server & {
  name: string;
  /** For `STORAGE_URL`. */
  url: string;
  /** What Red Rabbit is started with to use it. */
  environment: Record<string, string>;
  /** To look at the bucket beside the program. */
  client: S3Client;
};

/** An empty bucket on the S3 server of the test run. Where `hasS3` is false, there is none. */
export async function createTestBucket(): Promise<TestBucket> {
  const answer = await fetch(inject('s3Starter')!);
  if (!answer.ok) throw new Error(`The S3 server did not start: ${await answer.text()}`);
  const server = (await answer.json()) as S3Server;
  const { endpoint, ...keys } = server;
  const name = `test-${randomBytes(6).toString('hex')}`;
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  afterAll(() => client.destroy());
  const url = `s3://${name}/pictures?endpoint=${endpoint}`;
  const environment = {
    STORAGE_URL: url,
    STORAGE_ACCESS_KEY: keys.accessKeyId,
    STORAGE_SECRET_KEY: keys.secretAccessKey,
  };
  return { ...server, name, url, environment, client };
}
