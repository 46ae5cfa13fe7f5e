import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type {
  GenerationHooks,
  GenerationOutcome,
  GenerationRequest,
  Generator,
} from '#adapters/generator/port.ts';
import { RENDERER_VERSION } from '#imaging/render.ts';
import type { FromWorker, RenderTask, TaskOutcome, ToWorker } from './messages.ts';

/** Threads without work end after this; the next job starts them again in about 0.2 s. */
const IDLE_MS = 60_000;

/**
 * The embedded generator: draws defects on worker threads, offline. `threads` defaults to the machine's
 * parallelism. `close` ends all threads; unfinished jobs then fail as cancelled.
 */
export function createRendererGenerator(options: { threads?: number } = {}): Generator {
  const pool = new Piscina<RenderTask, TaskOutcome>({
    filename: new URL('worker.ts', import.meta.url).href,
    name: 'renderTask',
    minThreads: 0,
    maxThreads: options.threads ?? availableParallelism(),
    idleTimeout: IDLE_MS,
    // Each thread sets its own one-thread limit in the image library; the default would share a pool of 4.
    atomics: 'disabled',
  });
  let closing = false;

  return {
    name: 'renderer',
    version: RENDERER_VERSION,
    async start(request, hooks) {
      if (hooks.signal.aborted || closing) return cancelled;
      const { task, ours, dispose } = openTask(request, hooks);
      try {
        const outcome = await pool.run(task, { transferList: [task.port] });
        return toGenerationOutcome(outcome);
      } catch (error) {
        if (closing || hooks.signal.aborted) return cancelled;
        throw error;
      } finally {
        dispose();
        ours.close();
      }
    },
    async close() {
      closing = true;
      await pool.destroy();
    },
  };
}

const cancelled: GenerationOutcome = {
  kind: 'failed',
  retryable: false,
  code: 'cancelled',
  message: 'The job was cancelled before its picture was ready.',
};

function openTask(
  request: GenerationRequest,
  { signal, onProgress }: GenerationHooks,
): { task: RenderTask; ours: MessagePort; dispose: () => void } {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const cancel = (): void => void Atomics.store(flag, 0, 1);
  signal.addEventListener('abort', cancel, { once: true });
  ours.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') onProgress(message.percent);
    else void sendGolden(request, ours);
  });
  const { golden, family, parameters, seed } = request;
  return {
    task: { goldenHash: golden.hash, family, parameters, seed, port: theirs, cancelled: flag },
    ours,
    dispose: () => signal.removeEventListener('abort', cancel),
  };
}

async function sendGolden(request: GenerationRequest, port: MessagePort): Promise<void> {
  let answer: ToWorker;
  try {
    answer = { kind: 'golden', bytes: await request.golden.read() };
  } catch {
    answer = { kind: 'golden-failed' };
  }
  port.postMessage(answer);
}

function toGenerationOutcome(outcome: TaskOutcome): GenerationOutcome {
  switch (outcome.kind) {
    case 'finished':
    case 'failed':
      return outcome;
    case 'cancelled':
      return cancelled;
  }
}
