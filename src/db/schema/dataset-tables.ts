import type { Poster } from '#core/blueprint/poster.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import type { DatasetContents, DatasetOptions } from '#core/dataset/dataset-options.ts';
import type { LabelChoice, LabelReport, LabelResult } from '#core/dataset/import/label-report.ts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { CreatedAt } from './column-types.ts';

export type DatasetState = 'queued' | 'running' | 'ready' | 'failed';

export type LabelImportState = 'uploading' | 'checking' | 'checked' | 'importing' | 'done' | 'failed';

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
  /** Null until somebody says what is what. */
  importing_since: Date | null;
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

/** What was finished, and what goes in and out as files. */
export type DatasetTables = {
  release: ReleaseTable;
  release_item: ReleaseItemTable;
  share_link: ShareLinkTable;
  dataset_version: DatasetVersionTable;
  dataset_part: DatasetPartTable;
  label_import: LabelImportTable;
  object_checksum: ObjectChecksumTable;
  fingerprint: FingerprintTable;
};
