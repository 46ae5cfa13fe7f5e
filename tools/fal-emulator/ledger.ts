import type { Job } from './queue/job.ts';

/** One accepted submission: what it was for, how it ended, what it cost. */
export type Purchase = {
  readonly requestId: string;
  readonly endpoint: string;
  /** The token in the webhook's address (or the header `x-emulator-attempt`); `null` without one. */
  readonly attempt: string | null;
  /** `job` in the webhook's query (or the header `x-emulator-job`); `null` without one. */
  readonly job: string | null;
  /** Of endpoint and input: the same picture asked for again has the same one. */
  readonly contentHash: string;
  /** A fault was set on its picture: whoever buys another one instead has reason to. */
  readonly spoilt: boolean;
  /** The submit's answer never reached the caller. */
  answerLost: boolean;
  ended: 'ok' | 'failed' | 'cancelled' | null;
  billedUnits: number;
  webhooksAcknowledged: number;
  /** Times that the result was read over HTTP. */
  resultsRead: number;
};

export type PurchaseCounts = {
  accepted: number;
  answersLost: number;
  ok: number;
  failed: number;
  cancelled: number;
  open: number;
  billedUnits: number;
  /** Ended well and the caller heard of it, by webhook or by reading the result. */
  delivered: number;
  /** Attempt tokens with more than one accepted submission. */
  attemptsBoughtTwice: number;
  /** Jobs with more than one submission that was billed, spoilt pictures not counted. */
  jobsBilledTwice: number;
  /** Contents likewise. */
  contentsBilledTwice: number;
};

/** What was bought, for the benches to hold against what the product believes. */
export type Ledger = {
  accept(purchase: Omit<Purchase, keyof typeof untouched>): Purchase;
  end(job: Job): void;
  acknowledged(requestId: string): void;
  resultRead(requestId: string): void;
  purchases(): readonly Readonly<Purchase>[];
  counts(): PurchaseCounts;
};

const untouched = {
  answerLost: false,
  ended: null as Purchase['ended'],
  billedUnits: 0,
  webhooksAcknowledged: 0,
  resultsRead: 0,
};

export function createLedger(): Ledger {
  const byRequest = new Map<string, Purchase>();
  return {
    accept(known) {
      const purchase = { ...known, ...untouched };
      byRequest.set(known.requestId, purchase);
      return purchase;
    },
    end({ id, outcome }) {
      const purchase = byRequest.get(id);
      if (!purchase || !outcome) return;
      purchase.ended = outcome.kind;
      purchase.billedUnits = outcome.billedUnits;
    },
    acknowledged(requestId) {
      const purchase = byRequest.get(requestId);
      if (purchase) purchase.webhooksAcknowledged++;
    },
    resultRead(requestId) {
      const purchase = byRequest.get(requestId);
      if (purchase) purchase.resultsRead++;
    },
    purchases: () => [...byRequest.values()],
    counts: () => countPurchases([...byRequest.values()]),
  };
}

function countPurchases(all: readonly Purchase[]): PurchaseCounts {
  const billed = all.filter(({ billedUnits }) => billedUnits > 0);
  const good = billed.filter(({ spoilt }) => !spoilt);
  const ended = (how: Purchase['ended']): Purchase[] => all.filter((one) => one.ended === how);
  return {
    accepted: all.length,
    answersLost: all.filter(({ answerLost }) => answerLost).length,
    ok: ended('ok').length,
    failed: ended('failed').length,
    cancelled: ended('cancelled').length,
    open: ended(null).length,
    billedUnits: billed.reduce((sum, { billedUnits }) => sum + billedUnits, 0),
    delivered: ended('ok').filter((one) => one.webhooksAcknowledged + one.resultsRead > 0).length,
    attemptsBoughtTwice: countRepeated(all.map(({ attempt }) => attempt)),
    jobsBilledTwice: countRepeated(good.map(({ job }) => job)),
    contentsBilledTwice: countRepeated(good.map(({ contentHash }) => contentHash)),
  };
}

function countRepeated(names: readonly (string | null)[]): number {
  const times = new Map<string, number>();
  for (const name of names) if (name !== null) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times.values()].filter((count) => count > 1).length;
}
