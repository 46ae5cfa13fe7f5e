import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

const pollMs = 100;
const standstillMs = 60_000;

/** Waits until messages and tries of remote jobs are written down; gives up when nothing of it moves any more. */
export async function untilSettled(db: Db): Promise<void> {
  let left = Infinity;
  for (let until = 0; ; await delay(pollMs)) {
    const now = await countUnsettled(db);
    if (now < left) until = Date.now() + standstillMs;
    left = now;
    if (left === 0 || Date.now() > until) return;
  }
}

async function countUnsettled(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from webhook_message where settled_at is null)
      + (select count(*) from attempt where provider is not null and (state = 'open' or charged_micros is null)))::int as n`.execute(
    db,
  );
  return rows[0]!.n;
}
