import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#core/random.ts';
import type { Program } from './programs.ts';

/** Kills programs with -9, and starts each again, as whoever looks after processes does. */
export type Killer = {
  /** One of those that run; `undefined` when none does. */
  killOne(): Program | undefined;
  /** All at one moment, as a power cut; false while some do not run. */
  killAll(): boolean;
  /** Resolves once everything that was killed runs again. */
  settled(): Promise<void>;
  kills(): number;
};

/** `awayMs`: how long one is away at most before it is started again. */
export function createKiller(
  programs: readonly Program[],
  { random, awayMs = 0 }: { random: Random; awayMs?: number },
): Killer {
  const restarting = new Map<Program, Promise<void>>();
  let kills = 0;

  /** Again and again, until it runs: without its database it ends with a sentence. */
  const bringBack = async (program: Program): Promise<void> => {
    for (;;) {
      try {
        return await program.restart(() => delay(random.between(0, awayMs)));
      } catch {
        await delay(300);
      }
    }
  };
  const kill = (program: Program): void => {
    kills++;
    restarting.set(
      program,
      bringBack(program).finally(() => restarting.delete(program)),
    );
  };
  return {
    killOne() {
      const running = programs.filter((program) => !restarting.has(program) && program.isRunning());
      if (running.length === 0) return undefined;
      // The oldest more often: what it began is known to be nobody's once all that lived then are gone.
      const oldest = running.toSorted((one, other) => one.startedAt() - other.startedAt())[0]!;
      const program = random.chance(0.5) ? oldest : random.pick(running);
      kill(program);
      return program;
    },
    killAll() {
      if (restarting.size > 0) return false;
      programs.forEach(kill);
      return true;
    },
    async settled() {
      while (restarting.size > 0) await Promise.all(restarting.values());
    },
    kills: () => kills,
  };
}
