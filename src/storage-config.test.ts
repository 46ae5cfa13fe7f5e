import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const bucket = 's3://pictures?endpoint=https://s3.example.com';
const keys = { STORAGE_ACCESS_KEY: 'key', STORAGE_SECRET_KEY: 'secret' };

describe('where pictures are kept', () => {
  test('a folder in the data folder, unless something else is said', () => {
    const { storage } = readConfig({ DATA_DIR: '/srv/data' });
    expect(storage).toMatchObject({ kind: 'folder', folder: expect.stringMatching(/[/\\]pictures$/) });
  });

  test('a bucket, with its own keys or those of the machine; browsers get pictures from us', () => {
    expect(readConfig({ STORAGE_URL: bucket, ...keys }).storage).toMatchObject({
      kind: 's3',
      address: { bucket: 'pictures' },
      keys: { accessKeyId: 'key', secretAccessKey: 'secret' },
      links: 'none',
    });
    expect(readConfig({ STORAGE_URL: bucket, STORAGE_DELIVERY: 'redirect' }).storage).toMatchObject({
      keys: null,
      links: 'signed',
    });
    const publicUrl = 'https://cdn.example.com/pictures';
    expect(readConfig({ STORAGE_URL: bucket, PUBLIC_ASSET_BASE_URL: `${publicUrl}/` }).storage).toMatchObject(
      {
        links: { publicUrl },
      },
    );
  });

  test('NO_EGRESS allows a bucket on this machine alone', () => {
    const local = 's3://pictures?endpoint=http://127.0.0.1:7900';
    expect(readConfig({ STORAGE_URL: local, NO_EGRESS: '1' }).storage.kind).toBe('s3');
    expect(() => readConfig({ STORAGE_URL: bucket, NO_EGRESS: '1' })).toThrow('NO_EGRESS is set');
    expect(() => readConfig({ STORAGE_URL: 's3://pictures', NO_EGRESS: '1' })).toThrow('NO_EGRESS is set');
  });

  test.each([
    [{ STORAGE_URL: 'ftp://somewhere' }, 'The S3 address cannot be used'],
    [{ STORAGE_URL: bucket, STORAGE_ACCESS_KEY: 'key' }, 'belong together'],
    [{ STORAGE_DELIVERY: 'redirect' }, 'set STORAGE_URL too'],
    [{ PUBLIC_ASSET_BASE_URL: 'https://cdn.example.com' }, 'set STORAGE_URL too'],
    [{ STORAGE_URL: bucket, STORAGE_DELIVERY: 'directly' }, 'STORAGE_DELIVERY'],
    [{ STORAGE_URL: bucket, PUBLIC_ASSET_BASE_URL: 'cdn' }, 'PUBLIC_ASSET_BASE_URL'],
  ])('%o is refused with a sentence', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(sentence);
  });
});
