import type { Job } from './job.ts';

type LogLine = { message: string; level: 'INFO' | 'STDERR'; source: 'USER'; timestamp: string };

/**
 * What the model has printed by now, as the progress bars of its sampling steps
 * (`42%|████▏     | 12/28 [00:01<00:02,  7.50it/s]`); empty for a model that prints nothing.
 */
export function progressLines({ startedAt, completedAt, runMs, steps }: Job, now: number): LogLine[] {
  if (startedAt === null || steps === null) return [];
  const elapsed = (completedAt ?? now) - startedAt;
  const done = Math.min(steps, Math.floor((elapsed / Math.max(1, runMs)) * steps));
  return Array.from({ length: done + 1 }, (_, step) => ({
    message: progressBar(step, steps, runMs),
    level: 'STDERR' as const,
    source: 'USER' as const,
    timestamp: new Date(startedAt + (step / steps) * runMs).toISOString(),
  }));
}

function progressBar(step: number, steps: number, runMs: number): string {
  const share = step / steps;
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const bar = '█'.repeat(Math.floor(share * 10)).padEnd(10);
  const rate = step === 0 ? '?it/s' : `${((steps * 1000) / Math.max(1, runMs)).toFixed(2)}it/s`;
  const left = step === 0 ? '?' : clockTime((1 - share) * runMs);
  return `${percent}%|${bar}| ${step}/${steps} [${clockTime(share * runMs)}<${left}, ${rate.padStart(9)}]`;
}

function clockTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${`${Math.floor(seconds / 60)}`.padStart(2, '0')}:${`${seconds % 60}`.padStart(2, '0')}`;
}
