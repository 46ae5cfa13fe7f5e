import { io } from 'socket.io-client';
import type { JobProgress, LiveEvent } from '#contract/event.ts';

/** An open page, as far as the live view is concerned: it keeps what it is told, in order. */
export type LivePage = {
  events: LiveEvent[];
  progress: JobProgress[];
  /** Resolves once `enough` holds; looks again after everything that arrives. */
  until(enough: (page: LivePage) => boolean): Promise<void>;
  /** Cuts the connection, as a closed lid does. */
  leave(): void;
  /** Comes back and asks for what it missed. */
  comeBack(): Promise<void>;
  close(): void;
};

export async function openLivePage(address: string, blueprintId: string, after = 0): Promise<LivePage> {
  const socket = io(address, { transports: ['websocket'], reconnection: false, forceNew: true });
  const waiting = new Set<() => void>();
  const look = (): void => [...waiting].forEach((check) => check());
  const page: LivePage = {
    events: [],
    progress: [],
    until: (enough) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!enough(page)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    leave: () => void socket.disconnect(),
    comeBack: async () => {
      socket.connect();
      await subscribe();
    },
    close: () => void socket.close(),
  };
  socket.onAny((type: string, message: LiveEvent | JobProgress) => {
    if (type === 'job_progress') page.progress.push(message as JobProgress);
    else page.events.push(message as LiveEvent);
    look();
  });
  const subscribe = async (): Promise<void> => {
    const seen = page.events.at(-1)?.seq ?? after;
    const answer: { ok: boolean; message?: string } = await socket.emitWithAck('subscribe', {
      blueprintId,
      after: seen,
    });
    if (!answer.ok) throw new Error(answer.message);
  };
  await subscribe();
  return page;
}
