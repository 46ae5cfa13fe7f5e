import type { EventType } from '#contract/event.ts';
import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import type { PreferenceVerdict } from '#core/review/preference.ts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { CreatedAt, Ordinal } from './column-types.ts';

export type AnnotationOrigin = 'renderer' | 'person' | 'comparison';

/** `imported`: made by the earlier prototype. */
export type CandidateSource = 'generated' | 'uploaded' | 'imported';

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

/** What was made, and what became of it. */
export type ReviewTables = {
  candidate: CandidateTable;
  annotation: AnnotationTable;
  decision: DecisionTable;
  preference: PreferenceTable;
  event: EventTable;
};
