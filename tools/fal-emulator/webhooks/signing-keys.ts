import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';

/** The ED25519 keys that webhooks are signed with. */
export type SigningKeys = {
  /** 64 bytes as hex, by the current key. */
  sign: (message: string) => string;
  /** By a key that was never published. */
  signWrongly: (message: string) => string;
  /** Signs with a new key from now on. The old ones stay published unless `keepOld` is false. */
  rotate(keepOld: boolean): void;
  /** The published keys, newest first. */
  jwks(): { keys: PublishedKey[] };
};

type PublishedKey = { kty: string; crv: string; x: string; kid: string; use: 'sig'; alg: 'EdDSA' };
type Pair = { privateKey: KeyObject; published: PublishedKey };

export function createSigningKeys(): SigningKeys {
  const unknown = makePair();
  let pairs = [makePair()];
  return {
    sign: (message) => signWith(pairs[0]!, message),
    signWrongly: (message) => signWith(unknown, message),
    rotate: (keepOld) => void (pairs = [makePair(), ...(keepOld ? pairs : [])]),
    jwks: () => ({ keys: pairs.map(({ published }) => published) }),
  };
}

function makePair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { kty, crv, x } = publicKey.export({ format: 'jwk' }) as { kty: string; crv: string; x: string };
  return { privateKey, published: { kty, crv, x, kid: randomUUID(), use: 'sig', alg: 'EdDSA' } };
}

function signWith({ privateKey }: Pair, message: string): string {
  return sign(null, Buffer.from(message), privateKey).toString('hex');
}
