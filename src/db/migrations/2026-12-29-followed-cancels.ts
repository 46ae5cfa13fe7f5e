import { type Kysely, sql } from 'kysely';

/** Between wanting a request to stop and knowing how it ended: the provider took the wish, and may still finish it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table attempt
      drop constraint attempt_cancel_check,
      add constraint attempt_cancel_check check (cancel in ('wanted', 'asked', 'stopped', 'too_late'))`.execute(
    db,
  );
  // Those that a page says of that they may still be billed: a few at any time, looked up by the blueprint's jobs.
  await sql`create index attempt_being_stopped on attempt (job_id)
    where state = 'cancelled' and cancel in ('wanted', 'asked')`.execute(db);
}
