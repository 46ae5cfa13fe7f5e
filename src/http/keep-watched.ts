import { noteWatched } from '#db/watched-blueprints.ts';
import type { Context } from '#context.ts';

const renewMs = 10_000;

/** Writes down, now and then, which blueprints the pages of this process have open: `watched` says. */
export function keepWatched(
  { db, log }: Pick<Context, 'db' | 'log'>,
  watched: () => string[],
): { note(blueprintIds: string[]): void; stop(): Promise<void> } {
  let written: Promise<void> = Promise.resolve();
  const note = (blueprintIds: string[]): void => {
    if (blueprintIds.length === 0) return;
    // Without it pages only hear later how far something is.
    written = written
      .then(() => noteWatched(db, blueprintIds))
      .catch((err: unknown) => log.warn({ err }, 'it was not written down which blueprints are open'));
  };
  const timer = setInterval(() => note(watched()), renewMs);
  return {
    note,
    stop: async () => {
      clearInterval(timer);
      await written;
    },
  };
}
