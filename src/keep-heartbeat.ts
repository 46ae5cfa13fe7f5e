import { touchProcess, type NewProcess, removeProcess } from '#db/processes.ts';
import type { Context } from '#context.ts';

const beatMs = 10_000;

/** Writes down, now and then, that this process is alive; its row goes when it stops. */
export async function keepHeartbeat(
  { db, log }: Pick<Context, 'db' | 'log'>,
  process: NewProcess,
): Promise<{ stop(): Promise<void> }> {
  await touchProcess(db, process);
  let beat: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beat = touchProcess(db, process).catch((err: unknown) =>
      log.warn({ err }, 'a sign of life was not written'),
    );
  }, beatMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await beat;
      await removeProcess(db, process.id).catch((err: unknown) =>
        log.warn({ err }, 'this process could not be signed off'),
      );
    },
  };
}
