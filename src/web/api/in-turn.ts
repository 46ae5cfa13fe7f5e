import type { MutationFunctionContext, QueryClient } from '@tanstack/react-query';

type InTurn<Change extends object, Answer> = {
  /** Changes under one `id` are sent one after another. */
  readonly id: string;
  readonly send: (change: Change) => Promise<Answer>;
  /** One change that does what two in a row do. */
  readonly merge: (earlier: Change, later: Change) => Change;
};

/** Changes that were sent, alone or as a part of one, and what came of it. */
const sent = new WeakMap<object, Promise<unknown>>();

/**
 * Options of a mutation whose changes are sent in the order that they were made in. While one is on its way the others wait, and
 * then go as one: a hurried user does not queue up requests, and of a page that is left little waits.
 */
export function inTurn<Change extends object, Answer>({ id, send, merge }: InTurn<Change, Answer>) {
  return {
    scope: { id },
    mutationFn: (change: Change, { client }: MutationFunctionContext): Promise<Answer> => {
      const before = sent.get(change) as Promise<Answer> | undefined;
      if (before !== undefined) return before;
      const others = (waitingUnder(client).get(id) ?? []).map(({ state }) => state.variables as Change);
      const changes = new Set([change, ...others]);
      const answer = send([...changes].reduce(merge));
      for (const each of changes) sent.set(each, answer);
      return answer;
    },
  };
}

/**
 * Sends what waits for its turn when the page goes away: not every browser ends a request that is on its way while the page can still
 * send the next. What is small outlives its page.
 */
export function sendOnLeaving(client: QueryClient): void {
  globalThis.addEventListener('pagehide', () => {
    for (const [first] of waitingUnder(client).values()) {
      // Whoever comes back to the page hears of a refusal in its turn.
      first?.options.mutationFn?.(first.state.variables, { client, meta: undefined }).catch(() => undefined);
    }
  });
}

type Waiting = ReturnType<ReturnType<QueryClient['getMutationCache']>['findAll']>[number];

/** In order, for each `id`. */
function waitingUnder(client: QueryClient): Map<string | undefined, Waiting[]> {
  const isWaiting = ({ state }: Waiting): boolean => state.isPaused && !sent.has(state.variables as object);
  const waiting = client.getMutationCache().findAll({ status: 'pending', predicate: isWaiting });
  return Map.groupBy(waiting, ({ options }) => options.scope?.id);
}
