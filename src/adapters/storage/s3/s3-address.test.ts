import { describe, expect, test } from 'vitest';
import { describeS3Address, parseS3Address } from './s3-address.ts';

describe('an S3 address', () => {
  test('needs no more than a bucket, which is then Amazon’s', () => {
    expect(parseS3Address('s3://my-pictures')).toEqual({
      bucket: 'my-pictures',
      prefix: '',
      endpoint: null,
      region: null,
      forcePathStyle: false,
    });
  });

  test('may say where the server is, and what names begin with', () => {
    const address = parseS3Address(
      's3://pictures/plant-7//line.2/?endpoint=http://127.0.0.1:7900/&region=eu',
    );
    expect(address).toEqual({
      bucket: 'pictures',
      prefix: 'plant-7/line.2/',
      endpoint: 'http://127.0.0.1:7900',
      region: 'eu',
      forcePathStyle: true,
    });
    expect(describeS3Address(address)).toBe('s3://pictures/plant-7/line.2/ at http://127.0.0.1:7900');
  });

  test('goes by names of hosts where it says so', () => {
    const text = 's3://pictures?endpoint=https://fra1.digitaloceanspaces.com&forcePathStyle=false';
    expect(parseS3Address(text)).toMatchObject({ region: 'us-east-1', forcePathStyle: false });
  });

  test.each([
    ['', 'give it as s3://BUCKET'],
    ['https://bucket', 'give it as s3://BUCKET'],
    ['s3://', 'the name of the bucket'],
    ['s3://AB', 'the name of the bucket'],
    ['s3://a_b_c', 'the name of the bucket'],
    ['s3://key:secret@bucket', 'must not hold keys'],
    ['s3://bucket/a b', 'what follows the bucket'],
    [`s3://bucket/${'a'.repeat(300)}`, 'what follows the bucket'],
    ['s3://bucket?endpoint=minio:9000', 'its endpoint is like'],
    ['s3://bucket?endpoint=http://host/bucket', 'its endpoint is like'],
    ['s3://bucket?forcePathStyle=yes', 'true or false'],
    ['s3://bucket?secretKey=abc', 'not “secretKey”'],
  ])('“%s” is refused with a sentence', (text, sentence) => {
    expect(() => parseS3Address(text)).toThrow(sentence);
    expect(() => parseS3Address(text)).not.toThrow('key:secret');
  });
});
