import { AppError, type ErrorCode } from '#core/app-error.ts';
import { describeS3Address, type S3Address } from './s3-address.ts';

/** What can be said of it before the error is known. */
type Sentences = Readonly<Record<string, (place: string, name: string) => [ErrorCode, string]>>;

const wrongKey =
  'Check STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY, or the AWS settings of this machine, then start again.';

/** By the name that S3 and its relatives give to an error, or the code of the operating system. */
const sentences: Sentences = {
  InvalidAccessKeyId: (place) => [
    'storage_read_only',
    `The S3 server does not know the access key for ${place}. ${wrongKey}`,
  ],
  SignatureDoesNotMatch: (place) => [
    'storage_read_only',
    `The secret key for ${place} is wrong. ${wrongKey}`,
  ],
  CredentialsProviderError: (place) => ['storage_read_only', `There are no keys for ${place}. ${wrongKey}`],
  ExpiredToken: (place) => ['storage_read_only', `The keys for ${place} have expired. ${wrongKey}`],
  AccessDenied: (place) => [
    'storage_read_only',
    `The key may not do everything that is needed in ${place}. Allow it to list the bucket, and to read, write and delete its objects (docs/operations.md has the policy).`,
  ],
  NoSuchBucket: (place) => [
    'storage_read_only',
    `There is no bucket for ${place}. Make it, or correct the address (STORAGE_URL).`,
  ],
  PermanentRedirect: wrongRegion,
  AuthorizationHeaderMalformed: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  RequestTimeTooSkewed: (place) => [
    'storage_read_only',
    `The clock of this machine differs from that of the server of ${place} by more than it allows. Set the clock right.`,
  ],
  QuotaExceeded: full,
  XMinioStorageFull: full,
  InsufficientStorage: full,
  MissingRegion: (place) => [
    'storage_read_only',
    `The region of ${place} is not known. Add ?region=… to its address (STORAGE_URL).`,
  ],
};

const unreachable =
  /^(E[A-Z_]+|TimeoutError|AbortError|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_(TLS|SSL)\w+)$/;

/** Turns what an S3 server, or the way to it, can say into a sentence. Anything else comes back as it is. */
export function explainS3Error(error: unknown, address: S3Address): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const place = describeS3Address(address);
  const name = nameOf(error);
  const known = sentences[name]?.(place, name);
  if (known !== undefined) return new AppError(...known, { cause: error });
  const status = statusOf(error);
  if (unreachable.test(name)) {
    return unavailable(
      `The server of ${place} cannot be reached (${name}). Check the network and the address (STORAGE_URL), then try again.`,
      error,
    );
  }
  if (status === 429 || (status !== null && status >= 500)) {
    return unavailable(
      `The server of ${place} refuses for the moment (${name}). Try again in a minute.`,
      error,
    );
  }
  if (status === null) return error;
  return new AppError(
    'storage_read_only',
    `The server of ${place} refuses (${status} ${name}). Look it up in the documentation of that server.`,
    { cause: error },
  );
}

/** Whether the server says that there is no such object. A missing bucket is something else. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && /^(NoSuchKey|NotFound)$/.test(error.name);
}

function unavailable(sentence: string, cause: unknown): AppError {
  return new AppError('storage_unavailable', sentence, { cause });
}

/** Answers to HEAD have no body, so no name either. */
function nameOf(error: Error): string {
  if (error.message === 'Region is missing') return 'MissingRegion';
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('E')) return error.code;
  if (statusOf(error) === 403 && sentences[error.name] === undefined) return 'AccessDenied';
  return error.name === 'Error' && 'code' in error ? String(error.code) : error.name;
}

function statusOf(error: Error): number | null {
  const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return metadata.httpStatusCode ?? null;
}

function wrongRegion(place: string): [ErrorCode, string] {
  return [
    'storage_read_only',
    `The bucket of ${place} is in another region. Set ?region=… in its address (STORAGE_URL).`,
  ];
}

function full(place: string): [ErrorCode, string] {
  return ['storage_full', `${place} is full, or its quota is used up. Make room, then try again.`];
}
