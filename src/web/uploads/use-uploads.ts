import { useReducer, useRef } from 'react';
import { sentenceOf } from '../notify.ts';
import { changeUploads, type Upload } from './upload-queue.ts';

export type Uploads<T> = {
  readonly uploads: readonly Upload[];
  readonly add: (items: readonly T[]) => void;
  readonly dismiss: (id: number) => void;
  /** Says of a file that was never sent why not. */
  readonly refuse: (fileName: string, message: string) => void;
};

type Options<T> = {
  /** Sent at the same time. */
  readonly lanes: number;
  readonly nameOf: (item: T) => { fileName: string; bytes: number };
  /** Resolves once the page shows it; throws, with a sentence, where it was refused. */
  readonly send: (item: T, onShare: (share: number) => void) => Promise<void>;
};

/** Sends files, one request for each, a few at a time; each has its own bar and its own refusal. */
export function useUploads<T>({ lanes, nameOf, send }: Options<T>): Uploads<T> {
  const [uploads, change] = useReducer(changeUploads, []);
  const queue = useRef<{ id: number; item: T }[]>([]);
  const running = useRef(0);
  const lastId = useRef(0);

  const sendOne = async ({ id, item }: { id: number; item: T }) => {
    change({ type: 'sending', id, share: 0 });
    try {
      await send(item, (share) => change({ type: 'sending', id, share }));
      change({ type: 'gone', id });
    } catch (error) {
      change({ type: 'refused', id, message: sentenceOf(error) });
    }
  };

  const startNext = () => {
    while (running.current < lanes) {
      const next = queue.current.shift();
      if (next === undefined) return;
      running.current++;
      void sendOne(next).finally(() => {
        running.current--;
        startNext();
      });
    }
  };

  return {
    uploads,
    add: (items) => {
      const added = items.map((item) => ({ id: ++lastId.current, item }));
      queue.current.push(...added);
      change({ type: 'added', files: added.map(({ id, item }) => ({ id, ...nameOf(item) })) });
      startNext();
    },
    dismiss: (id) => change({ type: 'gone', id }),
    refuse: (fileName, message) => {
      const id = ++lastId.current;
      change({ type: 'added', files: [{ id, fileName, bytes: 0 }] });
      change({ type: 'refused', id, message });
    },
  };
}
