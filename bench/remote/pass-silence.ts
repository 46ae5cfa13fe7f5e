import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';
import { leaseMs } from '#services/remote/lease.ts';
import type { FalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import type { Program } from './programs.ts';

/** Left of a claim's minute, where whoever waits with it would have said so (every 20 s) if it lived. */
const unrenewed = '30 seconds';
/** Rounds in which the emulator, in this process, has read all that was sent to it: a busy machine may be late. */
const roundsUnheard = 10;

/**
 * Puts behind what would be waited for in vain, and nothing else, each time it is called: signs of life of programs that were
 * killed, and messages about requests that never arrived. A bench knows which those are; the product waits for a minute, and
 * for fifteen.
 */
export function createSilencePasser(
  db: Db,
  { programs, fal }: { programs: readonly Program[]; fal: FalEmulator },
): () => Promise<void> {
  /** Tokens of requests whose answer was lost, and for how many rounds. */
  let unheard = new Map<string, number>();
  /** Those of them that never arrived. */
  const neverArrived = async (): Promise<string[]> => {
    const { rows } = await sql<{ token: string }>`
      select token from attempt where state = 'open' and stage = 'unknown'`.execute(db);
    unheard = new Map(rows.map(({ token }) => [token, (unheard.get(token) ?? 0) + 1]));
    const silent = rows.map(({ token }) => token).filter((token) => unheard.get(token)! > roundsUnheard);
    if (silent.length === 0) return [];
    const arrived = new Map(fal.purchases().map(({ attempt, requestId }) => [attempt, requestId]));
    for (const token of silent) {
      const requestId = arrived.get(token);
      // That its sender was killed and its message is lost as well is more than anybody can know.
      if (requestId !== undefined) fal.sendWithheld(requestId);
    }
    return silent.filter((token) => !arrived.has(token));
  };
  return async () => {
    const lost = await neverArrived();
    // What was begun before the first of those that live was begun by one that does not.
    const since = new Date(Math.min(...programs.map((program) => program.startedAt())));
    const lease = new Date(since.getTime() + leaseMs);
    await sql`
      with messages as (
        update webhook_message set claimed_until = now()
        where settled_at is null and claimed_until > now() and claimed_until < ${lease}
      )
      update attempt set look_at = now(), give_up_at = case when stage = 'unknown' then now() else give_up_at end
      where state = 'open' and look_at > now() and (
        (stage = 'claimed' and (started_at < ${since} or look_at < now() + ${unrenewed}::interval))
        or (stage = 'sending' and sent_at < ${since})
        or (stage = 'unknown' and token = any(${lost}::text[])))`.execute(db);
  };
}
