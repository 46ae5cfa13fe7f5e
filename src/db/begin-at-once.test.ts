import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';
import { beginAtOnce } from './begin-at-once.ts';

function clientWhere(query: (text: string) => Promise<unknown>) {
  const client = { query: vi.fn(query), end: vi.fn(async () => {}) };
  const { query: asked, end } = client;
  beginAtOnce(client as unknown as PoolClient);
  return { client, asked, end };
}

test('a transaction begins without waiting for the answer; everything else is waited for', async () => {
  const { client, asked } = clientWhere((text) =>
    text === 'begin' ? new Promise(() => {}) : Promise.resolve({ rows: [text] }),
  );
  expect(await client.query('begin')).toMatchObject({ command: 'BEGIN', rows: [] });
  expect(await client.query('select 1')).toEqual({ rows: ['select 1'] });
  expect(asked.mock.calls).toEqual([['begin'], ['select 1']]);
});

test('a connection on which no transaction could begin is given up', async () => {
  const { client, end } = clientWhere(() => Promise.reject(new Error('cancelled')));
  await client.query('begin');
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
});
