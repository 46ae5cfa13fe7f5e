import type { Generated } from 'kysely';
import type { CreatedAt } from './column-types.ts';

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

type InstallationTable = {
  only_one: Generated<boolean>;
  id: Generated<string>;
  swept_at: Date | null;
};

/** What of a file of the earlier prototype became which row; stays when the row is deleted. */
type LegacyItemTable = { source_id: string; item: string; row_id: string; created_at: CreatedAt };

/** What no blueprint has. */
export type InstallationTables = {
  process: ProcessTable;
  watched_blueprint: WatchedBlueprintTable;
  installation: InstallationTable;
  legacy_item: LegacyItemTable;
};
