import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { io } from 'socket.io-client';
import type { LiveEvent } from '#contract/event.ts';
import type { Random } from '#core/random.ts';

/** A page that follows a blueprint from node to node, by the protocol of `contract/event.ts`. */
export type Follower = {
  /** By number; what it was told first. */
  readonly seen: ReadonlyMap<number, LiveEvent>;
  /** Events that did not follow the one before: told twice, or after a gap. */
  readonly outOfOrder: () => number;
  readonly visits: () => number;
  /** The newest event that it was told. */
  readonly last: () => number;
  stop(): Promise<void>;
};

/**
 * `stay`: how long it remains at a node, ms. With `Infinity` it only leaves a node that is gone, so that what the node
 * does not tell by itself is missing.
 */
export function followEvents(
  addresses: readonly string[],
  blueprintId: string,
  { random, stay }: { random: Random; stay: () => number },
): Follower {
  const seen = new Map<number, LiveEvent>();
  let [last, outOfOrder, visits] = [0, 0, 0];
  const ending = new AbortController();
  const ended = once(ending.signal, 'abort');

  const note = (event: LiveEvent): void => {
    if (event.seq !== last + 1) outOfOrder++;
    if (!seen.has(event.seq)) seen.set(event.seq, event);
    last = Math.max(last, event.seq);
  };

  const visit = async (address: string): Promise<void> => {
    const socket = io(address, { transports: ['websocket'], reconnection: false, forceNew: true });
    const leaving = Promise.withResolvers<void>();
    const leave = (): void => leaving.resolve();
    socket.on('connect', () => {
      visits++;
      socket.emit('subscribe', { blueprintId, after: last }, ({ ok }: { ok: boolean }) => ok || leave());
    });
    socket.on('connect_error', leave).on('disconnect', leave);
    socket.onAny((_, message: Partial<LiveEvent>) => {
      if (message.seq !== undefined) note(message as LiveEvent);
    });
    const ms = stay();
    const timer = ms === Infinity ? undefined : setTimeout(leave, ms);
    await Promise.race([leaving.promise, ended]);
    clearTimeout(timer);
    socket.offAny();
    socket.disconnect();
  };

  const wander = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await visit(random.pick(addresses));
      await delay(50);
    }
  };
  const wandering = wander();
  return {
    seen,
    outOfOrder: () => outOfOrder,
    visits: () => visits,
    last: () => last,
    async stop() {
      ending.abort();
      await wandering;
    },
  };
}
