import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { commitWithNext } from '#db/commit-at-once.ts';
import { connect } from '#db/connect.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
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

test('what is asked at once on one connection is told apart, and one that fails fails alone', async () => {
  const db = connect(url, { max: 1, onError: () => {} });
  const ask = async (n: number): Promise<number> =>
    (await sql<{ a: number }>`select 12 / ${n}::int as a`.execute(db)).rows[0]!.a;
  for (let k = 0; k < 5; k++) {
    const answers = await inTransaction(db, (trx) =>
      Promise.all([1, 2, 3].map((n) => sql<{ n: number }>`select ${n}::int as n`.execute(trx))),
    );
    expect(answers.map(({ rows }) => rows[0]!.n)).toEqual([1, 2, 3]);
    await expect(ask(0)).rejects.toThrow('division by zero');
    expect(await ask(3)).toBe(4);
  }
  await db.destroy();
});

test('what is first in a transaction is taken back with it', async () => {
  const db = connect(url, { max: 1, onError: () => {} });
  const names = async (): Promise<string[]> =>
    (await db.selectFrom('project').select('name').execute()).map(({ name }) => name);
  const add = (fails: boolean) =>
    inTransaction(db, async (trx) => {
      await trx
        .insertInto('project')
        .values({ id: crypto.randomUUID(), name: `${fails}` })
        .execute();
      if (fails) throw new Error('taken back');
    });
  await add(false);
  await expect(add(true)).rejects.toThrow('taken back');
  expect(await names()).toEqual(['false']);
  await db.destroy();
});

test('a last statement is committed with what was before it, or takes that back', async () => {
  const db = connect(url, { max: 1, onError: () => {} });
  const count = async (): Promise<number> => (await db.selectFrom('project').select('id').execute()).length;
  const add = (id: string, trx: Trx) => trx.insertInto('project').values({ id, name: 'last' }).execute();
  const known = crypto.randomUUID();
  const end = (first: string | null, last: string, after?: string) =>
    inTransaction(db, async (trx) => {
      if (first !== null) await add(first, trx);
      await commitWithNext(trx);
      await add(last, trx);
      if (after !== undefined) await add(after, trx);
    });
  for (let k = 0; k < 4; k++) {
    const before = await count();
    await end(crypto.randomUUID(), k === 0 ? known : crypto.randomUUID());
    expect(await count()).toBe(before + 2);
    await expect(end(crypto.randomUUID(), known)).rejects.toThrow('duplicate key');
    await expect(end(null, known)).rejects.toThrow('duplicate key');
    expect(await count()).toBe(before + 2);
    await end(null, crypto.randomUUID());
    await inTransaction(db, commitWithNext);
    await inTransaction(db, (trx) => add(crypto.randomUUID(), trx));
    expect(await count()).toBe(before + 4);
  }
  const before = await count();
  await expect(end(null, crypto.randomUUID(), crypto.randomUUID())).rejects.toThrow('after its last');
  expect(await count()).toBe(before + 1);
  await db.destroy();
});
