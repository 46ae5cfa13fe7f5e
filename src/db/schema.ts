import type { BookPage } from '#core/blueprint/book-page.ts';
import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import type { CellState } from '#core/blueprint/cell-state.ts';
import type { DrawingOptions, PlacementChoice, Region } from '#core/blueprint/drawing-options.ts';
import type { JobKind } from '#core/blueprint/job-kind.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { Poster } from '#core/blueprint/poster.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import type { BlueprintStatus } from '#core/blueprint/status.ts';
import type { DatasetContents, DatasetOptions } from '#core/dataset/dataset-options.ts';
import type { LabelChoice, LabelReport, LabelResult } from '#core/dataset/import/label-report.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import type { MeasuredSample } from '#core/real-sample/measured-sample.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { ProviderName } from '#core/remote/provider-names.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import type { PreferenceVerdict } from '#core/review/preference.ts';
import type { ListedReason } from '#core/review/reason-list.ts';
import type { EventType } from '#contract/event.ts';
import type {
  ColumnType,
  Generated,
  GeneratedAlways,
  JSONColumnType,
  Kysely,
  Selectable,
  Transaction,
} from 'kysely';

/** Written by the database when left out, never updated. */
type CreatedAt = ColumnType<Date, Date | undefined, never>;
/** Millionths of a US dollar, as bigint: a string in JavaScript. */
type Money = ColumnType<string, number | undefined, number>;
type MoneyOrNull = ColumnType<string | null, number | null | undefined, number | null>;
/** Written by triggers alone. */
type Count = ColumnType<number, never, never>;
/** bigint identity: a string in JavaScript. */
type Ordinal = GeneratedAlways<string>;

export type DatasetState = 'queued' | 'running' | 'ready' | 'failed';
export type LabelImportState = 'uploading' | 'checking' | 'checked' | 'importing' | 'done' | 'failed';
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
/**
 * How far a remote try has come. `claimed`: nothing was sent; `sending`: it may have arrived; `unknown`: no
 * answer came to tell; `answered`: the slot is free, the picture is not yet here.
 */
export type AttemptStage = 'claimed' | 'sending' | 'submitted' | 'unknown' | 'answered';
export type AnnotationOrigin = 'renderer' | 'person' | 'comparison';
/** `imported`: made by the earlier prototype. */
export type CandidateSource = 'generated' | 'uploaded' | 'imported';
export type PromptOrigin = 'initial' | 'manual' | 'reflection' | 'merge' | 'rollback';

type ProjectTable = {
  id: string;
  name: string;
  /** Those that may be sent its photos. */
  providers: Generated<ProviderName[]>;
  cap_micros: MoneyOrNull;
  spent_micros: Money;
  reserved_micros: Money;
  created_at: CreatedAt;
};

type BlueprintTable = {
  id: string;
  project_id: string;
  name: string;
  product_kind: string;
  material: string;
  settings: JSONColumnType<BlueprintSettings>;
  /** Who made it. */
  author: Generated<string>;
  /** What it holds, kept by triggers; what was removed does not count. */
  goldens: Count;
  defects: Count;
  candidates: Count;
  approved: Count;
  undecided: Count;
  open_jobs: Count;
  /** Number of the newest release, 0 before the first. */
  latest_release: Count;
  is_released: ColumnType<boolean, never, never>;
  status: GeneratedAlways<BlueprintStatus>;
  event_seq: Generated<string>;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
};

type GoldenImageTable = {
  id: string;
  blueprint_id: string;
  name: string;
  ordinal: Ordinal;
  original_hash: string;
  original_type: string;
  picture_hash: string;
  thumbnail_hash: string;
  large_thumbnail_hash: string | null;
  width: number;
  height: number;
  channels: number;
  mm_per_pixel: Generated<number | null>;
  foreground_hash: Generated<string | null>;
  /** Of one that was made from words. */
  job_id: Generated<string | null>;
  /** What its file says of itself (IPTC), and the provider's file with content credentials. */
  source_type: Generated<SyntheticSourceType | null>;
  credentials_hash: Generated<string | null>;
  removed_at: Generated<Date | null>;
  created_at: CreatedAt;
};

type DefectTable = {
  id: string;
  blueprint_id: string;
  name: string;
  name_key: string;
  family: string;
  prompt: string;
  reason: string | null;
  use_fit: Generated<boolean>;
  /** `null`: those that every defect begins with. */
  reject_reasons: ColumnType<readonly ListedReason[] | null, string | null | undefined, string>;
  ordinal: Ordinal;
  removed_at: Generated<Date | null>;
  created_at: CreatedAt;
};

type RealSampleTable = {
  id: string;
  defect_id: string;
  name: string;
  ordinal: Ordinal;
  picture_hash: string;
  mask_hash: string;
  thumbnail_hash: string;
  small_mask_hash: string;
  width: number;
  height: number;
  measured: JSONColumnType<MeasuredSample>;
  removed_at: Generated<Date | null>;
  created_at: CreatedAt;
};

type CellTable = {
  id: string;
  blueprint_id: string;
  golden_id: string;
  defect_id: string;
  state: Generated<CellState>;
  state_reason: string | null;
  target: number;
  placement: Generated<PlacementChoice>;
  region: ColumnType<Region | null, string | null | undefined, string | null>;
  prompt_id: string | null;
  jobs_made: Generated<number>;
  variations_made: Generated<number>;
  created_at: CreatedAt;
};

type PromptTable = {
  id: string;
  cell_id: string;
  text: string;
  parameters: JSONColumnType<PromptParameters>;
  origin: PromptOrigin;
  author: string;
  ordinal: Ordinal;
  created_at: CreatedAt;
};

type PromptParentTable = { prompt_id: string; parent_id: string; position: number };

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
type GoldenOrderTable = { job_id: string; number: number; words: string; width: number; height: number };

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

type CandidateTable = {
  id: string;
  blueprint_id: string;
  cell_id: string;
  job_id: string | null;
  kind: Generated<PictureKind>;
  source: CandidateSource;
  /** Of one without a job. */
  prompt_id: Generated<string | null>;
  generator_version: string | null;
  picture_hash: string;
  thumbnail_hash: string;
  /** JPEG, as the other then is; `null` for those from before there were two sizes, which have one in WebP. */
  large_thumbnail_hash: Generated<string | null>;
  width: number;
  height: number;
  measured: ColumnType<Record<string, unknown>, string | undefined, never>;
  /** How clearly the strongest mark shows, in units of the surface's own variation; follows from `measured`. */
  score: GeneratedAlways<number | null>;
  verdict: Generated<Verdict>;
  reasons: Generated<RejectReason[]>;
  note: Generated<string | null>;
  /** Two reviewers' newest verdicts on it are opposite. */
  disputed: Generated<boolean>;
  /** As in a golden image. */
  source_type: Generated<SyntheticSourceType | null>;
  credentials_hash: Generated<string | null>;
  ordinal: Ordinal;
  created_at: CreatedAt;
};

type AnnotationTable = {
  id: string;
  candidate_id: string;
  version: number;
  mask_hash: string;
  area: number;
  instances: JSONColumnType<AnnotatedInstance[]>;
  /** The version that this one brought back. */
  restored_from: Generated<number | null>;
  origin: AnnotationOrigin;
  author: string;
  created_at: CreatedAt;
};

type DecisionTable = {
  id: string;
  candidate_id: string;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
  /** The reasons in the words of that day; empty in those made before it was kept. */
  said: Generated<string[]>;
  author: string;
  created_at: CreatedAt;
};

type PreferenceTable = {
  id: string;
  cell_id: string;
  left_id: string;
  right_id: string;
  verdict: PreferenceVerdict | 'withdrawn';
  /** The same reviewer's answer on the same two, the other way round. */
  repeats_id: string | null;
  /** Set in a withdrawal alone: what does not count any more. */
  cancels_id: string | null;
  author: string;
  ordinal: Ordinal;
  created_at: CreatedAt;
};

type EventTable = {
  blueprint_id: string;
  seq: string;
  type: EventType;
  actor: string;
  payload: JSONColumnType<Record<string, unknown>>;
  created_at: CreatedAt;
};

type ReleaseTable = {
  id: string;
  blueprint_id: string;
  number: number;
  author: string;
  name: string;
  settings: JSONColumnType<BlueprintSettings>;
  approved: number;
  goldens: number;
  defects: number;
  /** Its matrix as it was; `null` in those made before it was kept. */
  poster: ColumnType<Poster | null, string | null | undefined, never>;
  /** What whoever finished had to say of it; mostly empty. */
  note: Generated<string>;
  created_at: CreatedAt;
};

/** Opens a release, read only, for whoever has the link. */
type ShareLinkTable = {
  id: string;
  release_id: string;
  /** SHA-256 of the link's secret, in hexadecimal; the secret itself is not kept. */
  token_hash: string;
  /** Prompts, the defect book and names of people too. */
  with_prompts: boolean;
  author: string;
  created_at: CreatedAt;
  expires_at: ColumnType<Date, Date, never>;
  revoked_at: ColumnType<Date | null, never, Date>;
  last_used_at: ColumnType<Date | null, never, Date>;
};

type ReleaseItemTable = { release_id: string; candidate_id: string; annotation_id: string };

/** An export of a release whose every byte is settled: the same for ever. */
type DatasetVersionTable = {
  id: string;
  blueprint_id: string;
  release_id: string;
  options: JSONColumnType<DatasetOptions>;
  /** The options as one text, the same for the same options. */
  options_key: string;
  state: Generated<DatasetState>;
  files_done: Generated<number>;
  files_total: Generated<number>;
  /** Who makes its plan, and until when others believe that they live. */
  claim: string | null;
  claimed_until: Date | null;
  /** One sentence, once it failed. */
  error: string | null;
  /** ISO 8601: what every file is dated. */
  modified: string | null;
  /** The one folder at the top of its ZIP. */
  folder: string | null;
  contents: JSONColumnType<DatasetContents> | null;
  /** Stored objects with the bytes of all files that are no pictures. */
  packs: Generated<string[]>;
  created_at: CreatedAt;
};

type DatasetPartTable = {
  version_id: string;
  /** From 1. */
  number: number;
  files: number;
  /** Of the ZIP. Like the next two bigint: a string in JavaScript. */
  bytes: ColumnType<string, number, never>;
  directory_start: ColumnType<string, number, never>;
  directory_size: ColumnType<string, number, never>;
  /** The stored list of its files. */
  list_hash: string;
  /** With its quotation marks. */
  etag: string;
};

/** What a picture and its marks look like, by the digest of what it was taken of. */
type FingerprintTable = { key: string; picture: string; marks: string[] };

type ObjectChecksumTable = {
  hash: string;
  size: ColumnType<string, number, never>;
  crc32: ColumnType<string, number, never>;
};

type CutOutTable = {
  id: string;
  defect_id: string;
  name: string;
  ordinal: Ordinal;
  picture_hash: string;
  width: number;
  height: number;
  mm_per_pixel: number | null;
  removed_at: Generated<Date | null>;
  created_at: CreatedAt;
};

/** Real pictures with labels, as a ZIP in stored pieces. */
type LabelImportTable = {
  id: string;
  blueprint_id: string;
  author: string;
  file_name: string;
  bytes: Generated<string>;
  pieces: Generated<string[]>;
  state: Generated<LabelImportState>;
  choice: JSONColumnType<LabelChoice>;
  /** Pictures that were gone through, of all. */
  done: Generated<number>;
  total: Generated<number>;
  claim: string | null;
  claimed_until: Date | null;
  error: string | null;
  report: JSONColumnType<LabelReport> | null;
  result: JSONColumnType<LabelResult> | null;
  created_at: CreatedAt;
};

type BookPageTable = {
  id: string;
  defect_id: string;
  ordinal: Ordinal;
  page: ColumnType<BookPage, string, never>;
  author: string;
  created_at: CreatedAt;
};

type ProcessTable = {
  id: string;
  role: 'all' | 'web' | 'worker';
  version: string;
  host: string;
  pid: number;
  started_at: CreatedAt;
  seen_at: Generated<Date>;
};

type WatchedBlueprintTable = { blueprint_id: string; until: Date };
type InstallationTable = { only_one: Generated<boolean>; id: Generated<string>; swept_at: Date | null };
/** What of a file of the earlier prototype became which row; stays when the row is deleted. */
type LegacyItemTable = { source_id: string; item: string; row_id: string; created_at: CreatedAt };

export type Schema = {
  project: ProjectTable;
  blueprint: BlueprintTable;
  golden_image: GoldenImageTable;
  defect: DefectTable;
  book_page: BookPageTable;
  cut_out: CutOutTable;
  real_sample: RealSampleTable;
  cell: CellTable;
  prompt: PromptTable;
  prompt_parent: PromptParentTable;
  job: JobTable;
  golden_order: GoldenOrderTable;
  job_companion: JobCompanionTable;
  attempt: AttemptTable;
  webhook_message: WebhookMessageTable;
  provider_account: ProviderAccountTable;
  spending: SpendingTable;
  candidate: CandidateTable;
  annotation: AnnotationTable;
  decision: DecisionTable;
  preference: PreferenceTable;
  event: EventTable;
  release: ReleaseTable;
  release_item: ReleaseItemTable;
  share_link: ShareLinkTable;
  dataset_version: DatasetVersionTable;
  dataset_part: DatasetPartTable;
  label_import: LabelImportTable;
  object_checksum: ObjectChecksumTable;
  fingerprint: FingerprintTable;
  process: ProcessTable;
  watched_blueprint: WatchedBlueprintTable;
  installation: InstallationTable;
  legacy_item: LegacyItemTable;
};

/** Either the pool or an open transaction: what query functions take. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

export type BlueprintRow = Selectable<BlueprintTable>;
export type GoldenRow = Selectable<GoldenImageTable>;
export type DefectRow = Selectable<DefectTable>;
export type PromptRow = Selectable<PromptTable>;
export type DatasetVersionRow = Selectable<DatasetVersionTable>;
export type LabelImportRow = Selectable<LabelImportTable>;
export type DatasetPartRow = Selectable<DatasetPartTable>;
export type ShareLinkRow = Selectable<Omit<ShareLinkTable, 'token_hash'>>;
/** Without its poster, which is large. */
export type ReleaseRow = Selectable<Omit<ReleaseTable, 'poster'>>;
