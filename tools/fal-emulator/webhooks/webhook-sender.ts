import type { Clock } from '../clock.ts';
import type { EventLog } from '../event-log.ts';
import type { Job } from '../queue/job.ts';
import type { SigningKeys } from './signing-keys.ts';
import { signedHeaders, tamperWith, webhookBody } from './webhook-message.ts';

export type WebhookPolicy = {
  /** fal's seconds before the second attempt, the third, …; the last one repeats. */
  readonly waits: readonly number[];
  /** Most attempts after the first. */
  readonly mostRetries: number;
  /** Real milliseconds for an answer: at the first attempt, and at the others. */
  readonly timeoutsMs: readonly [first: number, later: number];
  /** As fal does: nothing is sent to a private address. */
  readonly dropsPrivate: boolean;
};

export type WebhookSender = {
  /** Resolves when the job's webhook was acknowledged, given up or withheld. Does nothing for a job without one. */
  send(job: Job): Promise<void>;
  /** Sends one that was withheld after all. Does nothing where none was. */
  sendWithheld(requestId: string): void;
  counts(): { sent: number; acknowledged: number; refused: number; givenUp: number; underWay: number };
  stop(): void;
};

type Parts = {
  readonly policy: WebhookPolicy;
  readonly userId: string;
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly log: EventLog;
  readonly onAcknowledged: (job: Job) => void;
};

type Verdict = 'acknowledged' | 'refused' | 'permanent';
type Message = { readonly body: string; readonly headers: () => Record<string, string> };

const staleSeconds = 3600;
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/** Tells the other side how jobs ended, as often as it takes. */
export function createWebhookSender(parts: Parts): WebhookSender {
  const { policy, userId, clock, keys, log, onAcknowledged } = parts;
  const stopping = new AbortController();
  const counts = { sent: 0, acknowledged: 0, refused: 0, givenUp: 0, underWay: 0 };
  /** Reordered webhooks that wait for another one to go first. */
  const held = new Set<() => void>();
  const withheld = new Map<string, () => Promise<void>>();

  const post = async (job: Job, { body, headers }: Message, timeoutMs: number): Promise<Verdict> => {
    counts.sent++;
    let verdict: Verdict = 'refused';
    let detail: string;
    try {
      const response = await fetch(job.webhookUrl!, {
        method: 'POST',
        body,
        headers: headers(),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.body?.cancel();
      detail = `${response.status}`;
      if (response.ok) verdict = 'acknowledged';
      else if (response.status >= 300 && response.status < 400) verdict = 'permanent';
    } catch (error) {
      detail = error instanceof Error ? error.name : 'failed';
    }
    if (stopping.signal.aborted) return 'permanent';
    counts[verdict === 'acknowledged' ? 'acknowledged' : 'refused']++;
    log.add(verdict === 'acknowledged' ? 'webhook acknowledged' : 'webhook refused', job.id, detail);
    if (verdict === 'acknowledged') onAcknowledged(job);
    return verdict;
  };

  const keepPosting = async (job: Job, message: Message): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      const verdict = await post(job, message, policy.timeoutsMs[attempt === 0 ? 0 : 1]);
      if (verdict === 'acknowledged') return;
      if (verdict === 'permanent' || attempt >= policy.mostRetries) break;
      await clock.wait(clock.pace(policy.waits[Math.min(attempt, policy.waits.length - 1)]!));
    }
    counts.givenUp++;
    if (!stopping.signal.aborted) log.add('webhook given up', job.id, '');
  };

  const deliver = async (job: Job): Promise<void> => {
    const body = webhookBody(job);
    const now = (): number => Math.floor(Date.now() / 1000);
    const signed = (text: string, seconds: () => number, sign = keys.sign): Message => ({
      body: text,
      headers: () => signedHeaders(job.id, userId, seconds(), body, sign),
    });
    const genuine = signed(body, now);
    const forged = async (message: Message): Promise<void> => {
      await post(job, message, policy.timeoutsMs[0]);
      if (!job.webhookFault!.instead) await keepPosting(job, genuine);
    };
    switch (job.webhookFault?.way) {
      case undefined:
      case 'early':
        return keepPosting(job, genuine);
      case 'duplicate':
        await Promise.all([keepPosting(job, genuine), keepPosting(job, genuine)]);
        return;
      case 'late':
        await clock.wait(job.webhookFault!.ms);
        return keepPosting(job, genuine);
      case 'reordered':
        await afterAnother(job.webhookFault!.ms);
        return keepPosting(job, genuine);
      case 'tampered':
        return forged(signed(tamperWith(body), now));
      case 'wrong-signature':
        return forged(signed(body, now, keys.signWrongly));
      case 'stale':
        return keepPosting(
          job,
          signed(body, () => now() - staleSeconds),
        );
      case 'missing':
        withheld.set(job.id, () => keepPosting(job, genuine));
        log.add('webhook withheld', job.id, '');
    }
  };

  const afterAnother = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, () => go());
      const go = (): void => {
        cancel();
        held.delete(go);
        resolve();
      };
      held.add(go);
    });

  return {
    async send(job) {
      if (job.webhookUrl === null) return;
      const isLoopback = loopbackHosts.includes(URL.parse(job.webhookUrl)?.hostname ?? '');
      // A development tool calls nobody but its own machine, whatever address it is given.
      if (!isLoopback || policy.dropsPrivate) return log.add('webhook dropped', job.id, job.webhookUrl);
      const waitedFor = job.webhookFault?.way === 'reordered' ? [] : [...held];
      counts.underWay++;
      await deliver(job).finally(() => counts.underWay--);
      waitedFor.forEach((go) => go());
    },
    sendWithheld(requestId) {
      void withheld.get(requestId)?.();
      withheld.delete(requestId);
    },
    counts: () => ({ ...counts }),
    stop: () => stopping.abort(),
  };
}
