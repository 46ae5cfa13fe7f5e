import { sql } from 'kysely';
import type { Db } from './schema.ts';

export type ProcessRole = 'all' | 'web' | 'worker';

export type NewProcess = { id: string; role: ProcessRole; version: string; host: string; pid: number };

/** Says that the process is alive, and forgets those that have been silent for a day. */
export async function touchProcess(db: Db, process: NewProcess): Promise<void> {
  await sql`
    with gone as (delete from process where seen_at < now() - interval '1 day')
    insert into process (id, role, version, host, pid)
    values (${process.id}, ${process.role}, ${process.version}, ${process.host}, ${process.pid})
    on conflict (id) do update set seen_at = now()`.execute(db);
}

export async function removeProcess(db: Db, id: string): Promise<void> {
  await db.deleteFrom('process').where('id', '=', id).execute();
}

export type SeenProcess = Omit<NewProcess, 'id'> & {
  id: string;
  startedAt: Date;
  /** Since its last sign of life. */
  silentSeconds: number;
};

export async function listProcesses(db: Db): Promise<SeenProcess[]> {
  const { rows } = await sql<SeenProcess>`
    select id, role, version, host, pid, started_at as "startedAt",
      extract(epoch from now() - seen_at)::float8 as "silentSeconds"
    from process order by role, started_at, id`.execute(db);
  return rows;
}
