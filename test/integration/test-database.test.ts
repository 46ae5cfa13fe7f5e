import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';

const urls = await Promise.all([createTestDatabase(), createTestDatabase()]);
const [first, second] = urls.map((connectionString) => new pg.Pool({ connectionString, max: 1 }));
afterAll(() => Promise.all([first.end(), second.end()]));

test('every test file has a database of its own, with the newest schema', async () => {
  await first.query('create table mine (word text)');
  await expect(second.query('select * from mine')).rejects.toMatchObject({ code: '42P01' });
  const { rows } = await second.query(
    `select count(*)::int as tables from pg_tables where schemaname = 'public'`,
  );
  expect(rows[0].tables).toBeGreaterThan(0);
});
