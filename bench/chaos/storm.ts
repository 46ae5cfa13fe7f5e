import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#core/random.ts';
import { createKiller } from '../remote/kill-programs.ts';
import type { Plant } from './plant.ts';

export type Blow = 'kill' | 'kill all' | 'stop database' | 'crash database' | 'refuse S3' | 'lose S3';

/** What happens, in order, each when so many jobs have ended: slow machines meet the same as fast ones. */
export function planStorm(random: Random, jobs: number): { afterJobs: number; blow: Blow }[] {
  const many = Math.max(1, Math.round(jobs / 250));
  const blows: Blow[] = [
    ...Array.from({ length: Math.ceil(jobs / 12) }, () => 'kill' as const),
    ...Array.from({ length: many }, () => random.pick(['refuse S3', 'lose S3'] as const)),
    ...Array.from({ length: many }, () => 'stop database' as const),
    ...Array.from({ length: many }, () => 'crash database' as const),
  ];
  return [
    ...blows
      .map((blow) => ({ afterJobs: Math.floor(random.between(0.02, 0.9) * jobs), blow }))
      .sort((one, other) => one.afterJobs - other.afterJobs),
    { afterJobs: Math.floor(0.92 * jobs), blow: 'kill all' },
  ];
}

export type Storm = {
  strike(blow: Blow): Promise<void>;
  /** Resolves once everything that was killed runs again. */
  settled(): Promise<void>;
  kills(): number;
};

/** `awayMs`: how long S3 refuses. */
export function brewStorm(
  { programs, s3, restartDatabase }: Plant,
  { random, awayMs, say }: { random: Random; awayMs: number; say: (line: string) => void },
): Storm {
  const killer = createKiller(programs, { random, awayMs: 300 });
  const kill = (): void => {
    const program = killer.killOne();
    if (program !== undefined)
      say(`kill -9 of process ${programs.indexOf(program) + 1} of ${programs.length}`);
  };
  const meanwhile = async (ms: number): Promise<void> => {
    await delay(ms / 2);
    if (random.chance(0.5)) kill();
    await delay(ms / 2);
  };

  return {
    async strike(blow) {
      if (blow !== 'kill') say(blow);
      switch (blow) {
        case 'kill':
          return kill();
        case 'kill all':
          await killer.settled();
          killer.killAll();
          return;
        case 'stop database':
        case 'crash database':
          return restartDatabase(blow === 'stop database' ? 'stop' : 'crash', () =>
            meanwhile(random.between(0, 1500)),
          );
        case 'refuse S3':
        case 'lose S3':
          s3.set(blow === 'refuse S3' ? 'refuse' : 'lose');
          await meanwhile(awayMs);
          s3.set('none');
      }
    },
    settled: () => killer.settled(),
    kills: () => killer.kills(),
  };
}
