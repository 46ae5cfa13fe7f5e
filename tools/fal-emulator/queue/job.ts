import type { TextAnswer } from '../answer.ts';
import type { JobFault, WebhookFault } from '../faults/fault.ts';
import type { EndpointId } from '../protocol/endpoint-id.ts';

/** One accepted submission, from the queue to its end. */
export type Job = {
  readonly id: string;
  readonly endpoint: EndpointId;
  readonly priority: 'normal' | 'low';
  readonly webhookUrl: string | null;
  /** Names the submission by its content, and by how often the same content was seen before. */
  readonly contentKey: string;
  /** The model's lifecycle header: seconds until its pictures expire. */
  readonly mediaSeconds: number | null;
  readonly submittedAt: number;
  /** How long it runs, real ms. */
  readonly runMs: number;
  /** Sampling steps that its model logs; `null` for models that log nothing. */
  readonly steps: number | null;
  readonly faults: readonly JobFault[];
  readonly webhookFault: WebhookFault | null;
  /** Let go once the job has ended: thousands of photos do not fit into memory. */
  input: unknown;
  state: 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED';
  startedAt: number | null;
  completedAt: number | null;
  outcome: Outcome | null;
};

/** How a job ended. */
export type Outcome = {
  readonly kind: 'ok' | 'failed' | 'cancelled';
  /** What the result's address answers. */
  readonly answer: TextAnswer;
  /** In the unit that the model is priced in. */
  readonly billedUnits: number;
  /** Set where the platform failed, not the model. */
  readonly errorType: string | null;
};

export function faultOf<K extends JobFault['kind']>(
  job: Job,
  kind: K,
): Extract<JobFault, { kind: K }> | null {
  const found = job.faults.find((fault) => fault.kind === kind);
  return (found as Extract<JobFault, { kind: K }> | undefined) ?? null;
}
