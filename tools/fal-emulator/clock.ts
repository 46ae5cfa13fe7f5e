/** Timers that end with the emulator, and fal's hours at the emulator's pace. */
export type Clock = {
  /** How many real milliseconds so many of fal's seconds take. */
  pace(seconds: number): number;
  /** Calls `act` once, after real milliseconds. Returns how to call it off. */
  after(ms: number, act: () => void): () => void;
  /** Never settles once the clock was stopped. */
  wait(ms: number): Promise<void>;
  stop(): void;
};

/** The longest delay that Node's timers take; anything longer would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/** `speed` 60 lets an hour of fal's pass in a minute. */
export function createClock(speed: number): Clock {
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  const after = (ms: number, act: () => void): (() => void) => {
    if (isStopped) return () => {};
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      Math.min(ms, longestDelayMs),
    );
    timers.add(timer);
    return () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
  };
  return {
    pace: (seconds) => (seconds * 1000) / speed,
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    stop() {
      isStopped = true;
      timers.forEach(clearTimeout);
      timers.clear();
    },
  };
}
