import type { Clock } from '../clock.ts';
import { failureOf, startTimeout, type Failure } from '../protocol/failure.ts';
import { faultOf, type Job, type Outcome } from './job.ts';

export type JobQueue = {
  /** `outOfTurn`: it starts at once and takes no slot. `startWithinMs`: it fails if it has not started by then. */
  add(job: Job, options: { outOfTurn: boolean; startWithinMs: number | null }): void;
  /** `null` once it has expired. */
  find(id: string): Job | null;
  /** Asks a job to end; false when it has ended already. */
  cancel(job: Job): boolean;
  /** Jobs that will start earlier. */
  position(job: Job): number;
  waiting(endpoint: string): number;
  isFull(): boolean;
  /** Lets jobs go that were told to get stuck. */
  release(): void;
  counts(): { waiting: number; running: number; mostRunning: number };
  /** Calls `tell` at every change of the job from now on. Returns how to stop. */
  watch(job: Job, tell: () => void): () => void;
};

type Parts = {
  readonly slots: number;
  readonly clock: Clock;
  /** Makes the job's result. */
  readonly run: (job: Job) => Promise<Outcome>;
  readonly onStarted: (job: Job) => void;
  readonly onCompleted: (job: Job) => void;
};

/** How long a result is kept, in fal's seconds: less when it is not small. */
const keptSeconds = 3600;
const keptSecondsWhenLarge = 360;
const largeBytes = 10_000;

/** fal's queue of one account: so many slots, first come first served, low priority last. */
export function createJobQueue({ slots, clock, run, onStarted, onCompleted }: Parts): JobQueue {
  const jobs = new Map<string, Job>();
  const waiting: Record<Job['priority'], Job[]> = { normal: [], low: [] };
  const watchers = new Map<string, Set<() => void>>();
  const holdsSlot = new Set<Job>();
  let mostRunning = 0;
  const released = new Set<Job>();

  const tell = (job: Job): void => watchers.get(job.id)?.forEach((watcher) => watcher());
  /** Those that are stuck while they run, each with how to let it go. */
  const held = new Map<Job, () => void>();
  const isHeld = (job: Job): boolean => faultOf(job, 'stuck')?.running === false && !released.has(job);
  const letGo = (job: Job): Promise<void> | null =>
    faultOf(job, 'stuck')?.running ? new Promise((go) => held.set(job, go)) : null;
  const takeOut = (job: Job): void => {
    const queue = waiting[job.priority];
    const at = queue.indexOf(job);
    if (at >= 0) queue.splice(at, 1);
  };

  const end = (job: Job, outcome: Outcome): void => {
    if (job.state === 'COMPLETED') return;
    takeOut(job);
    job.state = 'COMPLETED';
    job.completedAt = Date.now();
    job.outcome = outcome;
    job.input = null;
    onCompleted(job);
    tell(job);
    watchers.delete(job.id);
    released.delete(job);
    held.delete(job);
    holdsSlot.delete(job);
    fill();
  };

  const start = (job: Job): void => {
    takeOut(job);
    job.state = 'IN_PROGRESS';
    job.startedAt = Date.now();
    onStarted(job);
    tell(job);
    void Promise.all([run(job), clock.wait(job.runMs), letGo(job)]).then(([outcome]) => end(job, outcome));
  };

  function fill(): void {
    while (holdsSlot.size < slots) {
      const next = waiting.normal.find((job) => !isHeld(job)) ?? waiting.low.find((job) => !isHeld(job));
      if (!next) return;
      holdsSlot.add(next);
      mostRunning = Math.max(mostRunning, holdsSlot.size);
      start(next);
    }
  }

  return {
    add(job, { outOfTurn, startWithinMs }) {
      jobs.set(job.id, job);
      if (outOfTurn) return start(job);
      waiting[job.priority].push(job);
      fill();
      if (startWithinMs === null) return;
      clock.after(startWithinMs, () => {
        if (job.state === 'IN_QUEUE') end(job, failedWith(startTimeout()));
      });
    },
    find(id) {
      const job = jobs.get(id);
      if (!job || !isExpired(job, clock)) return job ?? null;
      jobs.delete(id);
      return null;
    },
    cancel(job) {
      if (job.state === 'COMPLETED') return false;
      const isTooLate = job.state === 'IN_PROGRESS' && faultOf(job, 'unstoppable') !== null;
      if (!isTooLate) end(job, { ...failedWith(failureOf('client_cancelled')), kind: 'cancelled' });
      return true;
    },
    position: (job) =>
      waiting[job.priority].indexOf(job) + (job.priority === 'low' ? waiting.normal.length : 0),
    waiting: (endpoint) =>
      [...waiting.normal, ...waiting.low].filter((job) => job.endpoint.id === endpoint).length,
    isFull: () => holdsSlot.size >= slots,
    release() {
      for (const job of [...waiting.normal, ...waiting.low]) released.add(job);
      for (const go of held.values()) go();
      fill();
    },
    counts: () => ({
      waiting: waiting.normal.length + waiting.low.length,
      running: holdsSlot.size,
      mostRunning,
    }),
    watch(job, watcher) {
      const set = watchers.get(job.id) ?? new Set();
      watchers.set(job.id, set.add(watcher));
      return () => void set.delete(watcher);
    },
  };
}

/** The outcome of a job that came to nothing: it costs nothing. */
export function failedWith(failure: Failure): Outcome {
  return {
    kind: 'failed',
    answer: failure.answer,
    billedUnits: 0,
    errorType: failure.kind === 'request' ? failure.type : null,
  };
}

function isExpired({ completedAt, outcome }: Job, clock: Clock): boolean {
  if (completedAt === null || !outcome) return false;
  const seconds = outcome.answer.body.length >= largeBytes ? keptSecondsWhenLarge : keptSeconds;
  return Date.now() > completedAt + clock.pace(seconds);
}
