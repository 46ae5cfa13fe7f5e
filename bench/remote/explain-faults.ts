import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';
import type { FalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';

/** For whoever has to find out: the tries that are open, and the stories of what was bought twice. */
export async function explainFaults(db: Db, fal: FalEmulator, say: (line: string) => void): Promise<void> {
  const open =
    await sql`select a.id, a.stage, a.request_id, a.looks, a.look_at, a.sent_at, j.state, j.failure, j.run_after, now() as now
    from attempt a join job j on j.id = a.job_id where a.provider is not null and a.state = 'open'`.execute(
      db,
    );
  say(`open: ${JSON.stringify(open.rows)}`);
  const waiting =
    await sql`select j.id, j.state, j.failure, j.run_after, j.failed_attempts from job j where state in ('queued', 'running')`.execute(
      db,
    );
  say(`unended: ${JSON.stringify(waiting.rows)}`);
  const byContent = Map.groupBy(
    fal.purchases().filter(({ billedUnits }) => billedUnits > 0),
    ({ contentHash }) => contentHash,
  );
  for (const twice of [...byContent.values()].filter(({ length }) => length > 1)) {
    for (const { requestId, attempt, answerLost, webhooksAcknowledged, resultsRead } of twice) {
      const rows =
        await sql`select a.number, a.stage, a.state, a.request_id, a.failure_code, a.sent_at, a.ended_at, a.job_id
        from attempt a where a.token = ${attempt}`.execute(db);
      const story = fal
        .log()
        .filter((one) => one.requestId === requestId)
        .map(({ at, what, detail }) => `${at} ${what} ${detail}`);
      say(
        JSON.stringify({
          requestId,
          answerLost,
          webhooksAcknowledged,
          resultsRead,
          row: rows.rows[0],
          story,
        }),
      );
    }
  }
}
