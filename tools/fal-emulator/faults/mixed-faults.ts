import type { RuleInput } from './rule.ts';

/**
 * A little of everything that can be survived without losing or buying anything twice: about `rate` of the
 * submissions meet one of these, `rate` a half of the other requests. For benches and long runs.
 */
export function mixedFaults(rate: number): RuleInput[] {
  if (rate === 0) return [];
  const onSubmit: RuleInput['fault'][] = [
    { kind: 'answer', status: 429, retryAfter: 1 },
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 502 },
    { kind: 'answer', status: 503 },
    { kind: 'answer', status: 504, accepted: true },
    { kind: 'reset' },
    { kind: 'reset', accepted: true },
    { kind: 'malformed' },
    { kind: 'html' },
    { kind: 'slow', ms: 200 },
    { kind: 'crawl', factor: 3 },
    { kind: 'error', type: 'runner_disconnected' },
    { kind: 'error', type: 'internal_server_error' },
    { kind: 'picture', way: 'identical' },
    { kind: 'picture', way: 'gone' },
    { kind: 'webhook', way: 'duplicate' },
    { kind: 'webhook', way: 'early' },
    { kind: 'webhook', way: 'late', ms: 500 },
    { kind: 'webhook', way: 'reordered', ms: 500 },
    { kind: 'webhook', way: 'tampered' },
    { kind: 'webhook', way: 'wrong-signature' },
    { kind: 'webhook', way: 'stale' },
    { kind: 'webhook', way: 'missing' },
    { kind: 'rotate-keys' },
  ];
  const onReading: RuleInput['fault'][] = [
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 503 },
    { kind: 'reset' },
    { kind: 'malformed' },
  ];
  const reading = (['status', 'result', 'media', 'jwks'] as const).flatMap((on) =>
    onReading.map((fault) => ({ on, fault, probability: rate / 2 / onReading.length })),
  );
  return [...onSubmit.map((fault) => ({ fault, probability: rate / onSubmit.length })), ...reading];
}
