import type { DrawingOptions } from '#core/blueprint/drawing-options.ts';
import type { JobKind } from '#core/blueprint/job-kind.ts';
import type { ColumnType, Generated } from 'kysely';
import type { CreatedAt, Money, MoneyOrNull, Ordinal } from './column-types.ts';

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/**
 * How far a remote try has come. `claimed`: nothing was sent; `sending`: it may have arrived; `unknown`: no
 * answer came to tell; `answered`: the slot is free, the picture is not yet here.
 */
export type AttemptStage = 'claimed' | 'sending' | 'submitted' | 'unknown' | 'answered';

type JobTable = {
  id: string;
  blueprint_id: string;
  /** `null` for a golden image, as is the prompt. */
  cell_id: string | null;
  prompt_id: string | null;
  kind: Generated<JobKind>;
  generator: string;
  /** Unsigned 32 bits, as bigint: a string in JavaScript. */
  seed: ColumnType<string, number, number>;
  drawing: ColumnType<DrawingOptions, string, never>;
  state: Generated<JobState>;
  progress: Generated<number>;
  failed_attempts: Generated<number>;
  lost_attempts: Generated<number>;
  failure: string | null;
  dismissed: Generated<boolean>;
  /** Of a remote generator; `null` is its usual one. */
  model: Generated<string | null>;
  /** Remote jobs wait here between tries; the others in the job engine. */
  run_after: Generated<Date>;
  /** A new seed is tried once. */
  reseeded: Generated<boolean>;
  progress_estimated: Generated<boolean>;
  ordinal: Ordinal;
  created_at: CreatedAt;
  ended_at: Generated<Date | null>;
};

/** What a golden image is to be made of; never rewritten. */
type GoldenOrderTable = {
  job_id: string;
  number: number;
  words: string;
  width: number;
  height: number;
};

type JobCompanionTable = {
  job_id: string;
  position: number;
  cell_id: string;
  prompt_id: string;
  drawing: ColumnType<DrawingOptions, string, never>;
};

type AttemptTable = {
  id: string;
  job_id: string;
  number: number;
  token: string;
  state: Generated<'open' | 'succeeded' | 'failed' | 'lost' | 'cancelled'>;
  request_id: string | null;
  failure_code: string | null;
  failure: string | null;
  started_at: CreatedAt;
  ended_at: Generated<Date | null>;
  /** `null` for a local try, as is all that follows. */
  provider: Generated<string | null>;
  stage: Generated<AttemptStage | null>;
  model: Generated<string | null>;
  sent_at: Generated<Date | null>;
  looks: Generated<number>;
  /** When the sweeper looks at it next, whatever its state. */
  look_at: Generated<Date | null>;
  give_up_at: Generated<Date | null>;
  estimate_micros: MoneyOrNull;
  charged_micros: MoneyOrNull;
  units: Generated<number | null>;
  cancel: Generated<'wanted' | 'asked' | 'stopped' | 'too_late' | null>;
  answer: Generated<string | null>;
};

type WebhookMessageTable = {
  id: string;
  attempt_id: string;
  request_id: string;
  digest: string;
  trust: 'genuine' | 'stale' | 'unverified';
  answer: ColumnType<{ status: number; body: string; units: number | null } | null, string | null, never>;
  body: Uint8Array;
  claimed_until: Generated<Date | null>;
  settled_at: Generated<Date | null>;
  received_at: CreatedAt;
};

type ProviderAccountTable = {
  provider: string;
  code: Generated<string | null>;
  message: Generated<string | null>;
  troubled_since: Generated<Date | null>;
  probe_at: Generated<Date | null>;
  probes: Generated<number>;
  pause_until: Generated<Date | null>;
};

type SpendingTable = {
  id: Ordinal;
  project_id: string;
  blueprint_id: string;
  job_id: string;
  attempt_id: string;
  provider: string;
  model: string;
  units: number | null;
  micros: Money;
  is_estimate: boolean;
  created_at: CreatedAt;
};

/** Work on pictures, and what it costs elsewhere. */
export type JobTables = {
  job: JobTable;
  golden_order: GoldenOrderTable;
  job_companion: JobCompanionTable;
  attempt: AttemptTable;
  webhook_message: WebhookMessageTable;
  provider_account: ProviderAccountTable;
  spending: SpendingTable;
};
