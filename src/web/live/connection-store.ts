import { useSyncExternalStore } from 'react';

export type Connection = 'connecting' | 'live' | 'away';

let current: Connection = 'connecting';
const listeners = new Set<() => void>();

export function setConnection(next: Connection): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether what the page shows is kept up to date right now. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}
