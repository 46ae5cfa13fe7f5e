import { publishProgress } from '#db/jobs.ts';
import type { Context } from '#context.ts';

/** At most one update under way; what is reported meanwhile is merged into the next. */
export function progressReporter(
  context: Context,
  jobId: string,
): { report: (percent: number) => void; settle: () => Promise<void> } {
  let wanted = 0;
  let sent = 0;
  let sending: Promise<void> | null = null;
  const send = async (): Promise<void> => {
    while (wanted > sent) {
      sent = wanted;
      await publishProgress(context.db, jobId, sent);
    }
  };
  return {
    report: (percent) => {
      // 100 is for the moment when the picture is stored: that is `job_completed`.
      wanted = Math.max(wanted, Math.min(99, Math.round(percent)));
      sending ??= send()
        .catch((error: unknown) => context.log.warn({ err: error, jobId }, 'progress could not be published'))
        .finally(() => {
          sending = null;
        });
    },
    settle: async () => {
      wanted = sent;
      await sending;
    },
  };
}
