/** A value with its past, for undo and redo. Every step gives a new one. */
export type History<T> = {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
};

/** A mask of 512 x 512 takes a quarter of a megabyte: this many are 25 MB at most. */
const mostSteps = 100;

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

export function record<T>({ past, present }: History<T>, next: T): History<T> {
  return { past: [...past, present].slice(-mostSteps), present: next, future: [] };
}

export function stepBack<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function stepForward<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
