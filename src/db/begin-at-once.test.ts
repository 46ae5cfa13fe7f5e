import { PassThrough } from 'node:stream';
import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';
import { beginAtOnce } from './begin-at-once.ts';

function clientWhere(query: (text: string) => Promise<unknown>) {
  const stream = new PassThrough();
  const client = {
    query: vi.fn((text: string) => {
      expect(stream.writableCorked).toBe(1);
      return query(text);
    }),
    end: vi.fn(async () => {}),
    connection: { stream },
  };
  const { query: asked, end } = client;
  beginAtOnce(client as unknown as PoolClient);
  return { client, asked, end, stream };
}

test('a transaction begins with its first statement, in one packet; everything else is waited for', async () => {
  const { client, asked, stream } = clientWhere((text) =>
    text === 'begin' ? new Promise(() => {}) : Promise.resolve({ rows: [text] }),
  );
  expect(await client.query('begin')).toMatchObject({ command: 'BEGIN', rows: [] });
  expect(asked).not.toHaveBeenCalled();
  const first = client.query('select 1');
  expect(stream.writableCorked).toBe(0);
  expect(await first).toEqual({ rows: ['select 1'] });
  expect(asked.mock.calls).toEqual([['begin'], ['select 1']]);
});

test('a connection on which no transaction could begin is given up', async () => {
  const { client, end } = clientWhere(() => Promise.reject(new Error('cancelled')));
  await client.query('begin');
  await expect(client.query('select 1')).rejects.toThrow('cancelled');
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
});
