import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

export type AccountTrouble = { code: string; message: string; since: Date; probeAt: Date };

/**
 * Trouble with key or balance: jobs wait, and now and then one tries. The waits double, from half a minute to ten, each time
 * that one has tried in vain; of those that were under way when it began, each meets the same. Says whether it is news.
 */
export async function openCircuit(
  db: Db | Trx,
  provider: string,
  trouble: { code: string; message: string; isProbe: boolean },
  now: Date,
): Promise<boolean> {
  // Many meet it in one moment: each waits for the row, and only the first finds it without this trouble.
  await db
    .insertInto('provider_account')
    .values({ provider })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const result = await sql<{ known: boolean }>`
    with before as (
      select provider, troubled_since is not null and code = ${trouble.code} as known
      from provider_account where provider = ${provider} for update
    )
    update provider_account as account set
      code = ${trouble.code},
      message = ${trouble.message},
      troubled_since = coalesce(account.troubled_since, ${now}),
      probe_at = case
        when account.troubled_since is null then ${now}::timestamptz + interval '30 seconds'
        when ${trouble.isProbe}
          then ${now}::timestamptz + least(600, 30 * 2 ^ least(account.probes, 6)) * interval '1 second'
        else account.probe_at end,
      probes = account.probes + case when account.troubled_since is null or ${trouble.isProbe} then 1 else 0 end
    from before where account.provider = before.provider
    returning before.known`.execute(db);
  return !result.rows[0]!.known;
}

/** Says whether there had been trouble. */
export async function closeCircuit(db: Db | Trx, provider: string): Promise<boolean> {
  const result = await db
    .updateTable('provider_account')
    .set({ code: null, message: null, troubled_since: null, probe_at: null, probes: 0 })
    .where('provider', '=', provider)
    .where('troubled_since', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** A try that finds out whether trouble is over has left: the next is not before this. */
export async function holdProbe(trx: Trx, provider: string, until: Date): Promise<void> {
  await trx
    .updateTable('provider_account')
    .set({ probe_at: until })
    .where('provider', '=', provider)
    .execute();
}

/** The provider asks to slow down: nothing is sent before `until`. */
export async function pauseAccount(db: Db | Trx, provider: string, until: Date): Promise<void> {
  await sql`
    insert into provider_account as account (provider, pause_until) values (${provider}, ${until})
    on conflict (provider) do update set pause_until = greatest(account.pause_until, excluded.pause_until)`.execute(
    db,
  );
}

export async function findTrouble(db: Db, provider: string): Promise<AccountTrouble | null> {
  const row = await db
    .selectFrom('provider_account')
    .select(['code', 'message', 'troubled_since', 'probe_at'])
    .where('provider', '=', provider)
    .where('troubled_since', 'is not', null)
    .executeTakeFirst();
  if (!row?.troubled_since) return null;
  return {
    code: row.code ?? '',
    message: row.message ?? '',
    since: row.troubled_since,
    probeAt: row.probe_at ?? row.troubled_since,
  };
}
