import { sql } from 'kysely';
import type { Db } from './schema.ts';

type Facts = { size: number; crc32: number };

export async function knownChecksums(db: Db, hashes: readonly string[]): Promise<Map<string, Facts>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('object_checksum')
    .select(['hash', 'size', 'crc32'])
    .where(sql<boolean>`hash = any(${hashes as string[]}::text[])`)
    .execute();
  return new Map(rows.map(({ hash, size, crc32 }) => [hash, { size: Number(size), crc32: Number(crc32) }]));
}

export async function keepChecksums(db: Db, facts: ReadonlyMap<string, Facts>): Promise<void> {
  if (facts.size === 0) return;
  await db
    .insertInto('object_checksum')
    .values([...facts].map(([hash, { size, crc32 }]) => ({ hash, size, crc32 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
