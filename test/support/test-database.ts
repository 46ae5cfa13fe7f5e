import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { createDatabase, dropDatabase } from '#adapters/postgres/create-database.ts';

/**
 * An empty database with the newest schema for one test file, dropped after its last test. Call it at the top of the
 * file, before the file's own `afterAll`s, which then run first and can close their connections.
 *
 * @example
 * const url = await createTestDatabase();
 * const db = connect(url, { onError: () => {} });
 * afterAll(() => db.destroy());
 * @returns address of the database
 */
export async function createTestDatabase(): Promise<string> {
  const server = inject('databaseUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  afterAll(() => dropDatabase(server, name));
  return createDatabase(server, name, inject('templateDatabase'));
}
