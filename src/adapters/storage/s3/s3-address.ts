/** Where a bucket is: what `STORAGE_URL` says, keys aside. */
export type S3Address = Readonly<{
  bucket: string;
  /** Empty, or ends with a slash: what the names of all objects begin with. */
  prefix: string;
  /** Without a slash at the end; `null`: Amazon's own. */
  endpoint: string | null;
  /** `null`: what the AWS settings of this machine say. */
  region: string | null;
  /** `https://host/bucket/name` instead of `https://bucket.host/name`. */
  forcePathStyle: boolean;
}>;

const form = 's3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION';

/**
 * Reads `s3://BUCKET/PREFIX?endpoint=…&region=…&forcePathStyle=true|false`, of which only the bucket is needed.
 * Servers of one's own understand paths more often than names of buckets as hosts, so paths are what an endpoint
 * gets unless it says otherwise.
 *
 * Throws an Error with a sentence. It never repeats the address: somebody may have put a key in it.
 */
export function parseS3Address(text: string): S3Address {
  const url = URL.parse(text);
  if (url?.protocol !== 's3:' || url.port !== '' || url.hash !== '') throw wrong(`give it as ${form}`);
  if (url.username !== '' || url.password !== '') {
    throw wrong('it must not hold keys; give them as STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY');
  }
  const { endpoint, region, forcePathStyle, ...others } = Object.fromEntries(url.searchParams);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw wrong(`it may have endpoint, region and forcePathStyle after the ?, not “${unknown}”`);
  return {
    bucket: checkBucket(url.hostname),
    prefix: readPrefix(url.pathname),
    endpoint: endpoint === undefined ? null : checkEndpoint(endpoint),
    region: region ?? (endpoint === undefined ? null : 'us-east-1'),
    forcePathStyle: readSwitch(forcePathStyle) ?? endpoint !== undefined,
  };
}

/** For people: the bucket, where it is, and no more. */
export function describeS3Address({ bucket, prefix, endpoint }: S3Address): string {
  return `s3://${bucket}/${prefix}${endpoint === null ? '' : ` at ${endpoint}`}`;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function checkBucket(name: string): string {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) return name;
  throw wrong(
    'the name of the bucket has 3 to 63 small letters, digits, dots and dashes, and begins and ends with a letter or digit',
  );
}

function readPrefix(path: string): string {
  const parts = decodeURIComponent(path)
    .split('/')
    .filter((part) => part !== '');
  if (parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part)) && parts.join('/').length <= 200) {
    return parts.map((part) => `${part}/`).join('');
  }
  throw wrong('what follows the bucket has at most 200 letters, digits, dots, dashes and slashes');
}

function checkEndpoint(text: string): string {
  const url = URL.parse(text);
  const isPlain = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (isPlain && /^https?:$/.test(url.protocol)) return url.origin;
  throw wrong(
    'its endpoint is like https://fra1.digitaloceanspaces.com, without the bucket and without a path',
  );
}

function readSwitch(text: string | undefined): boolean | null {
  if (text === undefined) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw wrong('forcePathStyle is true or false');
}

function wrong(what: string): Error {
  return new Error(`The S3 address cannot be used: ${what}`);
}
