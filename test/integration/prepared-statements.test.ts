import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect } from '#db/connect.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();

test('what is asked again and again is planned once; what asks for all columns is not', async () => {
  const db = connect(url, { max: 1, onError: () => {} });
  const first = async (id: string): Promise<unknown> =>
    (await sql`select name from blueprint where id = ${id}::uuid`.execute(db)).rows[0];
  const all = async (id: string): Promise<unknown> =>
    (await sql`select * from blueprint where id = ${id}::uuid`.execute(db)).rows[0];
  for (let k = 0; k < 5; k++) {
    expect(await first(crypto.randomUUID())).toBeUndefined();
    expect(await all(crypto.randomUUID())).toBeUndefined();
    await expect(sql`select 1 / ${0}::int as broken`.execute(db)).rejects.toThrow('division by zero');
  }
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db);
  await db.destroy();
  const statements = rows.map(({ statement }) => statement);
  expect(statements).toContain('select name from blueprint where id = $1::uuid');
  expect(statements.some((text) => text.includes('*'))).toBe(false);
});
