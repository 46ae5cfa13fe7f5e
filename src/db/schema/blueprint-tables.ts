import type { BookPage } from '#core/blueprint/book-page.ts';
import type { CellState } from '#core/blueprint/cell-state.ts';
import type { PlacementChoice, Region } from '#core/blueprint/drawing-options.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import type { BlueprintStatus } from '#core/blueprint/status.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { MeasuredSample } from '#core/real-sample/measured-sample.ts';
import type { ProviderName } from '#core/remote/provider-names.ts';
import type { ListedReason } from '#core/review/reason-list.ts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { CreatedAt, Money, MoneyOrNull, Count, Ordinal } from './column-types.ts';

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

type BookPageTable = {
  id: string;
  defect_id: string;
  ordinal: Ordinal;
  page: ColumnType<BookPage, string, never>;
  author: string;
  created_at: CreatedAt;
};

/** What a blueprint consists of. */
export type BlueprintTables = {
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
};
