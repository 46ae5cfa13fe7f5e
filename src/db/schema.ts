import type { Kysely, Selectable, Transaction } from 'kysely';
import type { BlueprintTables } from './schema/blueprint-tables.ts';
import type { DatasetTables } from './schema/dataset-tables.ts';
import type { InstallationTables } from './schema/installation-tables.ts';
import type { JobTables } from './schema/job-tables.ts';
import type { ReviewTables } from './schema/review-tables.ts';

export type Schema = BlueprintTables & JobTables & ReviewTables & DatasetTables & InstallationTables;

/** Either the pool or an open transaction: what query functions take. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

export type BlueprintRow = Selectable<Schema['blueprint']>;
export type GoldenRow = Selectable<Schema['golden_image']>;
export type DefectRow = Selectable<Schema['defect']>;
export type PromptRow = Selectable<Schema['prompt']>;
export type DatasetVersionRow = Selectable<Schema['dataset_version']>;
export type LabelImportRow = Selectable<Schema['label_import']>;
export type DatasetPartRow = Selectable<Schema['dataset_part']>;
export type ShareLinkRow = Selectable<Omit<Schema['share_link'], 'token_hash'>>;
/** Without its poster, which is large. */
export type ReleaseRow = Selectable<Omit<Schema['release'], 'poster'>>;
