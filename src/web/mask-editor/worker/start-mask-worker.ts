import type { Answered, Answers, Question } from './messages.ts';

export type MaskWorker = {
  readonly ask: <K extends Question['kind']>(question: Extract<Question, { kind: K }>) => Promise<Answers[K]>;
  readonly stop: () => void;
};

/** A worker of its own for each editor, started by the first question, and again by one after it was stopped. */
export function startMaskWorker(): MaskWorker {
  let worker: Worker | null = null;
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  const start = (): Worker => {
    const started = new Worker(new URL('./mask-worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ('failure' in data) asked?.reject(new Error(data.failure));
      else asked?.resolve(data.answer as never);
    });
    return started;
  };
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, question });
      }),
    stop: () => {
      worker?.terminate();
      worker = null;
    },
  };
}
