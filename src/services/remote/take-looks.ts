import { keepLooks, takeDueAttempts } from '#db/remote-attempts.ts';
import type { Context } from '#context.ts';
import { inLogScope } from '#log-scope.ts';
import { leaseMs, renewMs } from './lease.ts';
import { look } from './look-again.ts';
import type { RemoteTurns } from './remote-turns.ts';

export type Looks = {
  /** Takes up to `limit` tries that are due for a look; each is gone on with by the function that comes back for it. */
  take(limit: number): Promise<((signal: AbortSignal) => Promise<void>)[]>;
};

/** A process's looks at tries that nobody has heard of for a while; those under way are kept from others as long as it is asked. */
export function createLooks(context: Context, turns: RemoteTurns): Looks {
  /** Until when each is kept. */
  const underWay = new Map<string, Date>();
  let renewed = context.now().getTime();
  const renew = async (now: Date): Promise<void> => {
    if (underWay.size === 0 || now.getTime() - renewed < renewMs) return;
    const until = new Date(now.getTime() + leaseMs);
    const asked = [...underWay.keys()];
    const kept = new Set(await keepLooks(context.db, underWay, until));
    for (const id of asked) {
      // What has written down when it is looked at next is about to end.
      if (!kept.has(id)) underWay.delete(id);
      else if (underWay.has(id)) underWay.set(id, until);
    }
    renewed = now.getTime();
  };
  return {
    async take(limit) {
      const now = context.now();
      await renew(now);
      if (limit === 0) return [];
      const until = new Date(now.getTime() + leaseMs);
      const due = await takeDueAttempts(context.db, now, until, limit);
      for (const { id } of due) underWay.set(id, until);
      return due.map(
        (attempt) => (signal) =>
          inLogScope({ jobId: attempt.job_id, attemptId: attempt.id }, () =>
            look(context, turns, attempt, signal).finally(() => underWay.delete(attempt.id)),
          ),
      );
    },
  };
}
