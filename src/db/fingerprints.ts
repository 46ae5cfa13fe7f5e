import { sql } from 'kysely';
import type { Fingerprint } from '#core/dataset/fingerprint.ts';
import type { Db } from './schema.ts';

/** By key: the digest of what they were taken of, so what is known is true for ever. */
export async function knownFingerprints(db: Db, keys: readonly string[]): Promise<Map<string, Fingerprint>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('fingerprint')
    .select(['key', 'picture', 'marks'])
    .where(sql<boolean>`key = any(${keys as string[]}::text[])`)
    .execute();
  return new Map(rows.map(({ key, ...fingerprint }) => [key, fingerprint]));
}

export async function keepFingerprints(db: Db, found: ReadonlyMap<string, Fingerprint>): Promise<void> {
  if (found.size === 0) return;
  await db
    .insertInto('fingerprint')
    .values(Array.from(found, ([key, { picture, marks }]) => ({ key, picture, marks: [...marks] })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
