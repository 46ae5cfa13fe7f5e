import { setTimeout as delay } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Delivery } from '#context.ts';
import { inLogScope } from '#log-scope.ts';
import { heartbeatSeconds } from './boss.ts';
import type { Claims } from './claims.ts';

export type Handler = (delivery: Delivery, signal: AbortSignal) => Promise<void>;

/**
 * A fixed number of slots on one queue. Fetches as soon as a slot is free; when the queue is empty it
 * sleeps until `wake()` or, for retries that fall due, until the next look.
 *
 * Why not `boss.work()`: with 100 ms jobs and ten slots it made 22 a second, since it waits out its
 * polling interval after each batch; fetching by hand made 87 of 100 possible.
 */
export class Lane {
  readonly #boss: PgBoss;
  readonly #claims: Pick<Claims, 'take'>;
  readonly #queue: string;
  readonly #slots: number;
  readonly #handler: Handler;
  readonly #onError: (error: Error) => void;
  readonly #running = new Map<string, { abort: AbortController; retryCount: number; done: Promise<void> }>();
  #wakeUp: (() => void) | null = null;
  #woken = false;
  #stopped = false;
  /** The grace of a stop is over: nothing is worked on any longer. */
  #isOver = false;
  #loop: Promise<void> | null = null;
  #heart: NodeJS.Timeout | null = null;

  constructor(options: {
    boss: PgBoss;
    claims: Pick<Claims, 'take'>;
    queue: string;
    slots: number;
    handler: Handler;
    onError: (error: Error) => void;
  }) {
    this.#boss = options.boss;
    this.#claims = options.claims;
    this.#queue = options.queue;
    this.#slots = options.slots;
    this.#handler = options.handler;
    this.#onError = options.onError;
  }

  start(): void {
    this.#heart = setInterval(() => void this.#beat(), (heartbeatSeconds * 1000) / 4);
    this.#loop = this.#run();
  }

  /** There may be work. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Stops working on a job, if it is being worked on here. */
  abort(jobId: string): void {
    this.#running.get(jobId)?.abort.abort();
  }

  /** Fetches no more, and waits until what is under way has ended; after `graceMs` it is aborted. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.wake();
    const timer = setTimeout(() => {
      this.#isOver = true;
      for (const job of this.#running.values()) job.abort.abort();
    }, graceMs);
    await this.#loop;
    await Promise.all([...this.#running.values()].map((job) => job.done));
    clearTimeout(timer);
    if (this.#heart !== null) clearInterval(this.#heart);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const free = this.#slots - this.#running.size;
      this.#woken = false;
      const jobs = free > 0 ? await this.#fetch(free) : [];
      for (const job of jobs) this.#launch(job);
      if (jobs.length < free || free === 0) await this.#sleep(1000);
    }
  }

  async #fetch(count: number): Promise<Delivery[]> {
    try {
      return await this.#claims.take(count);
    } catch (error) {
      this.#onError(asError(error));
      return [];
    }
  }

  #launch(job: Delivery): void {
    const abort = new AbortController();
    // Fetched while the stop was under way.
    if (this.#isOver) abort.abort();
    const done = inLogScope({ jobId: job.id }, async () => {
      try {
        await this.#handler({ id: job.id, retryCount: job.retryCount }, abort.signal);
      } catch (error) {
        this.#onError(asError(error));
        await this.#giveBack(job);
      }
    }).finally(() => {
      this.#running.delete(job.id);
      this.wake();
    });
    this.#running.set(job.id, { abort, retryCount: job.retryCount, done });
  }

  /**
   * Sooner than by the heartbeat, if the engine can be reached: what made the handler fail, such as a lost
   * connection or a database that is restarted, is often over in a moment. Without effect on a job that has ended.
   */
  async #giveBack(job: Delivery): Promise<void> {
    const deadline = Date.now() + heartbeatSeconds * 1000;
    while (!this.#stopped && Date.now() < deadline) {
      try {
        await this.#boss.fail(this.#queue, { id: job.id, retryCount: job.retryCount });
        return;
      } catch (error) {
        this.#onError(asError(error));
        await delay(500);
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    if (this.#woken || this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #beat(): Promise<void> {
    const jobs = [...this.#running].map(([id, { retryCount }]) => ({ id, retryCount }));
    if (jobs.length === 0) return;
    await this.#boss.touch(this.#queue, jobs).catch((error: unknown) => this.#onError(asError(error)));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
