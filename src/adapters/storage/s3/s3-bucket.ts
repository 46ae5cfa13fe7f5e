import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { explainS3Error, isMissing } from './explain-s3-error.ts';
import type { S3Address } from './s3-address.ts';
import { untilAvailable } from './until-available.ts';

export type S3Keys = { readonly accessKeyId: string; readonly secretAccessKey: string };
export type S3Options = {
  address: S3Address;
  /** `null`: what the AWS settings of this machine say, in the order that all AWS programs look for them. */
  keys: S3Keys | null;
  /** How long a server that refuses or is away is tried again, ms. */
  patienceMs?: number;
  /** How long one request may take, ms. */
  timeoutMs?: number;
};

export type S3Object = { key: string; size: number; modified: Date };

/** Objects by their names in one bucket, all of them below the prefix of the address. Throws AppErrors. */
export type S3Bucket = {
  readonly client: S3Client;
  /** Bucket and whole name, as commands take them. */
  locate(key: string): { Bucket: string; Key: string };
  /** `sha256`: of the bytes, base64. */
  put(key: string, bytes: Uint8Array, about: { type: string; sha256?: string }): Promise<void>;
  /** Without effect when there is one already. */
  putNew(key: string, bytes: Uint8Array, about: { type: string }): Promise<void>;
  /** `range`: as HTTP writes it. `size` is that of the whole object. `null` when there is none, or nothing in that range. */
  get(key: string, range?: string): Promise<{ bytes: Uint8Array; size: number } | null>;
  head(key: string): Promise<{ size: number; modified: Date } | null>;
  /** In the order of the names. */
  list(prefix: string): AsyncIterable<S3Object>;
  /** A hundred or so. What is not there counts as deleted. Not tried again for long: nobody waits for it. */
  delete(keys: readonly string[], signal?: AbortSignal): Promise<void>;
  close(): void;
};

/** Larger objects are sent in parts of half of it, four at a time; only such a part is sent again when one is lost. */
const partsFrom = 16 * 1024 * 1024;

export function openS3Bucket(options: S3Options): S3Bucket {
  const { address, patienceMs = 20_000 } = options;
  const client = createClient(options);
  const locate = (key: string): { Bucket: string; Key: string } => ({
    Bucket: address.bucket,
    Key: address.prefix + key,
  });
  const explained = (error: unknown): never => {
    throw explainS3Error(error, address);
  };
  /** The client tries twice by itself, within half a second: a server that restarts takes longer. */
  const patiently = <T>(work: () => Promise<T>): Promise<T> =>
    untilAvailable(() => work().catch(explained), patienceMs);
  const send = (
    key: string,
    bytes: Uint8Array,
    about: { type: string; sha256?: string },
  ): Promise<unknown> => {
    const params = { ...locate(key), Body: bytes, ContentType: about.type };
    if (bytes.byteLength < partsFrom) {
      return client.send(new PutObjectCommand({ ...params, ChecksumSHA256: about.sha256 }));
    }
    return new Upload({
      client,
      params: { ...params, ChecksumAlgorithm: 'SHA256' },
      partSize: partsFrom / 2,
      queueSize: 4,
    }).done();
  };

  return {
    client,
    locate,
    async put(key, bytes, about) {
      await patiently(() => send(key, bytes, about));
    },
    async putNew(key, bytes, { type }) {
      const params = { ...locate(key), Body: bytes, ContentType: type, IfNoneMatch: '*' };
      await patiently(() => client.send(new PutObjectCommand(params)).catch(unlessThere));
    },
    async get(key, range) {
      return patiently(async () => {
        try {
          const found = await client.send(new GetObjectCommand({ ...locate(key), Range: range }));
          const bytes = await found.Body!.transformToByteArray();
          const size = Number(found.ContentRange?.split('/')[1] ?? bytes.byteLength);
          return { bytes, size };
        } catch (error) {
          if (isMissing(error) || (error instanceof Error && error.name === 'InvalidRange')) return null;
          throw error;
        }
      });
    },
    async head(key) {
      return patiently(async () => {
        try {
          const found = await client.send(new HeadObjectCommand(locate(key)));
          return { size: found.ContentLength ?? 0, modified: found.LastModified ?? new Date() };
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      });
    },
    async *list(prefix) {
      const { Bucket, Key: Prefix } = locate(prefix);
      let ContinuationToken: string | undefined;
      do {
        const command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken });
        const page = await patiently(() => client.send(command));
        for (const { Key, Size = 0, LastModified = new Date() } of page.Contents ?? []) {
          if (Key !== undefined)
            yield { key: Key.slice(address.prefix.length), size: Size, modified: LastModified };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
    async delete(keys, abortSignal) {
      // One by one: the request for many needs a checksum, and servers do not agree on which.
      const commands = keys.map((key) => new DeleteObjectCommand(locate(key)));
      await Promise.all(commands.map((command) => client.send(command, { abortSignal }).catch(explained)));
    },
    close: () => client.destroy(),
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function unlessThere(error: unknown): void {
  const isThere =
    error instanceof Error && /^(PreconditionFailed|ConditionalRequestConflict)$/.test(error.name);
  if (!isThere) throw error;
}

function createClient({ address, keys, timeoutMs = 60_000 }: S3Options): S3Client {
  const { endpoint, region, forcePathStyle } = address;
  return new S3Client({
    ...(endpoint !== null && { endpoint }),
    ...(region !== null && { region }),
    // A copy: the client writes notes of its own into it.
    ...(keys !== null && { credentials: { ...keys } }),
    forcePathStyle,
    maxAttempts: 2,
    // Other servers than Amazon's stumble over the checksums that the client adds by itself. What is sent is checked all
    // the same: its SHA-256 is part of every signature.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 3000,
      // Nothing comes and nothing goes for that long. Bodies are read at once, so nobody who is slow is behind it.
      socketTimeout: Math.min(15_000, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
    },
  });
}
