import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '#core/app-error.ts';
import type { ContentHash, Storage } from '../port.ts';
import { contentType } from './content-type.ts';
import { describeS3Address, type S3Address } from './s3-address.ts';
import { openS3Bucket, type S3Keys } from './s3-bucket.ts';
import { createSweepMarks } from './sweep-marks.ts';

export type S3StorageOptions = {
  address: S3Address;
  keys: S3Keys | null;
  /** What browsers are given: nothing, links that expire, or what stands in front of the bucket for everybody. */
  links: 'none' | 'signed' | { publicUrl: string };
  /** For tests: see `createSweepMarks` and `openS3Bucket`. */
  sweepWaitMs?: number;
  patienceMs?: number;
  /** How long one look waits that asks whether the bucket can be written. */
  probeMs?: number;
};

/** Read at once. Whoever reads slowly, or stops for a while, then holds up no connection that the server would close. */
const pieceSize = 8 * 1024 * 1024;
/** Links work for that long at least, and stay the same for half of it, so that browsers know a picture again. */
const linkSeconds = 900;
const probe = 'probe';
const mark = 'owner';

/**
 * Objects in a bucket of S3, or of a server that speaks it: `PREFIX/objects/ab/abcdef…`, as in a folder. Nothing is
 * public: whoever has no key needs a link, and links expire.
 */
export function openS3Storage(options: S3StorageOptions): Storage {
  const { address, keys, links, sweepWaitMs = 120_000, probeMs = 2000 } = options;
  const bucket = openS3Bucket(options);
  const impatient = openS3Bucket({ address, keys, patienceMs: 0, timeoutMs: probeMs });
  const marks = createSweepMarks(bucket, { keyOf, waitMs: sweepWaitMs });

  const readPieces = async function* (
    hash: ContentHash,
    first: Uint8Array,
    { start, end }: { start: number; end: number },
  ): AsyncGenerator<Uint8Array> {
    yield first;
    for (let at = start + first.byteLength; at <= end; at += pieceSize) {
      const piece = await bucket.get(keyOf(hash), rangeOf(at, Math.min(end, at + pieceSize - 1)));
      if (piece === null) throw missing();
      yield piece.bytes;
    }
  };

  const sign = (hash: ContentHash): Promise<string> => {
    const window = linkSeconds * 1000;
    const signingDate = new Date(Math.floor(Date.now() / window) * window);
    const CacheControl = `private, max-age=${linkSeconds}, immutable`;
    const command = new GetObjectCommand({
      ...bucket.locate(keyOf(hash)),
      ResponseCacheControl: CacheControl,
    });
    return getSignedUrl(bucket.client, command, { signingDate, expiresIn: 2 * linkSeconds });
  };

  return {
    kind: 's3',
    place: describeS3Address(address),
    async put(bytes) {
      const digest = createHash('sha256').update(bytes).digest();
      const hash = digest.toString('hex');
      const about = { type: contentType(bytes), sha256: digest.toString('base64') };
      await marks.put(hash, () => bucket.put(keyOf(hash), bytes, about));
      return hash;
    },
    async get(hash) {
      return (await bucket.get(keyOf(hash)))?.bytes ?? fail();
    },
    async open(hash, { start, end } = { start: 0, end: Number.MAX_SAFE_INTEGER }) {
      const first = await bucket.get(keyOf(hash), rangeOf(start, Math.min(end, start + pieceSize - 1)));
      if (first === null) return { size: (await this.size(hash)) ?? fail(), body: Readable.from([]) };
      const last = Math.min(end, first.size - 1);
      const pieces = readPieces(hash, first.bytes, { start, end: last });
      return { size: first.size, body: Readable.from(pieces, { objectMode: false }) };
    },
    async size(hash) {
      return (await bucket.head(keyOf(hash)))?.size ?? null;
    },
    async *list() {
      for await (const { key, size, modified } of bucket.list('objects/')) {
        const hash = key.slice(-64);
        if (isHash(hash) && key === keyOf(hash)) yield { hash, size, putAt: modified };
      }
    },
    deletePutBefore: (hashes, before, signal) => marks.sweep(hashes.filter(isHash), before, signal),
    async claim(owner) {
      // Only the first of several at once is taken.
      if ((await bucket.get(mark)) === null)
        await bucket.putNew(mark, Buffer.from(owner), { type: 'text/plain' });
      return Buffer.from((await bucket.get(mark))?.bytes ?? fail()).toString();
    },
    checkWritable: () => impatient.put(probe, new Uint8Array(), { type: 'text/plain' }),
    async link(hash) {
      if (links === 'none') return null;
      const url = links === 'signed' ? await sign(hash) : `${links.publicUrl}/${keyOf(hash)}`;
      return { url, seconds: linkSeconds };
    },
    async uploadLink(hash, type) {
      const ChecksumSHA256 = Buffer.from(hash, 'hex').toString('base64');
      const command = new PutObjectCommand({
        ...bucket.locate(keyOf(hash)),
        ContentType: type,
        ChecksumSHA256,
      });
      const headers = { 'content-type': type, 'x-amz-checksum-sha256': ChecksumSHA256 };
      const unhoistableHeaders = new Set(Object.keys(headers));
      const signed = getSignedUrl(bucket.client, command, { unhoistableHeaders, expiresIn: linkSeconds });
      return { url: await signed, headers };
    },
    async linkOrigin() {
      const link = await this.link('0'.repeat(64));
      return link === null ? null : new URL(link.url).origin;
    },
    async close() {
      bucket.close();
      impatient.close();
    },
  };
}

function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

function keyOf(hash: ContentHash): string {
  if (!isHash(hash)) throw new AppError('not_found', 'There is no such file.');
  return `objects/${hash.slice(0, 2)}/${hash}`;
}

/** As HTTP writes it, the end included. */
function rangeOf(start: number, end: number): string {
  return `bytes=${start}-${end}`;
}

function missing(): AppError {
  return new AppError('not_found', 'The file is no longer in the storage of pictures.');
}

function fail(): never {
  throw missing();
}
