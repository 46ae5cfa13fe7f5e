import { join } from 'node:path';
import { z } from 'zod';
import { parseS3Address, type S3Address } from '#adapters/storage/s3/s3-address.ts';

/** Where the pictures are, and how they reach browsers. */
export type StorageConfig = Readonly<
  | { kind: 'folder'; folder: string }
  | {
      kind: 's3';
      address: S3Address;
      /** `null`: what the AWS settings of this machine say. */
      keys: Readonly<{ accessKeyId: string; secretAccessKey: string }> | null;
      /** See `Storage.link`. */
      links: 'none' | 'signed' | Readonly<{ publicUrl: string }>;
    }
>;

/** The part of the environment that is about it. */
export const storageEnvironment = {
  STORAGE_URL: z.string().max(1000).optional(),
  STORAGE_ACCESS_KEY: z.string().max(500).optional(),
  STORAGE_SECRET_KEY: z.string().max(500).optional(),
  STORAGE_DELIVERY: z.enum(['proxy', 'redirect']).default('proxy'),
  PUBLIC_ASSET_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
};

type Values = z.output<z.ZodObject<typeof storageEnvironment>>;

/** Throws an Error with a sentence. */
export function readStorageConfig(
  values: Values,
  { dataDir, noEgress }: { dataDir: string; noEgress: boolean },
): StorageConfig {
  if (values.STORAGE_URL === undefined) {
    if (values.PUBLIC_ASSET_BASE_URL !== undefined || values.STORAGE_DELIVERY === 'redirect') {
      throw new Error(
        'PUBLIC_ASSET_BASE_URL and STORAGE_DELIVERY=redirect are for pictures in S3: set STORAGE_URL too, or none of them.',
      );
    }
    return Object.freeze({ kind: 'folder', folder: join(dataDir, 'pictures') });
  }
  const address = parseS3Address(values.STORAGE_URL);
  if (noEgress && !isThisMachine(address)) {
    throw new Error(
      'NO_EGRESS is set, so no picture may leave this machine, and STORAGE_URL names another one. Unset one of them.',
    );
  }
  return Object.freeze({ kind: 's3', address, keys: readKeys(values), links: readLinks(values) });
}

function readKeys({
  STORAGE_ACCESS_KEY,
  STORAGE_SECRET_KEY,
}: Values): Extract<StorageConfig, { kind: 's3' }>['keys'] {
  if (STORAGE_ACCESS_KEY !== undefined && STORAGE_SECRET_KEY !== undefined) {
    return Object.freeze({ accessKeyId: STORAGE_ACCESS_KEY, secretAccessKey: STORAGE_SECRET_KEY });
  }
  if (STORAGE_ACCESS_KEY === undefined && STORAGE_SECRET_KEY === undefined) return null;
  throw new Error('STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY belong together: set both, or none of them.');
}

function readLinks(values: Values): Extract<StorageConfig, { kind: 's3' }>['links'] {
  if (values.PUBLIC_ASSET_BASE_URL !== undefined) {
    return Object.freeze({ publicUrl: values.PUBLIC_ASSET_BASE_URL.replace(/\/+$/, '') });
  }
  return values.STORAGE_DELIVERY === 'redirect' ? 'signed' : 'none';
}

function isThisMachine({ endpoint }: S3Address): boolean {
  return endpoint !== null && /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(endpoint).hostname);
}
