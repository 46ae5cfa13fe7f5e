import type { Command } from 'commander';
import { blueprintSummaries } from '#db/blueprints.ts';
import { readConfig } from '#config.ts';
import { openReader } from '#open-reader.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description('List the blueprints of the data folder (DATA_DIR), newest change first')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const reader = await openReader(readConfig(process.env));
      try {
        const rows = await blueprintSummaries(reader.db, { limit: 1000 });
        const found = rows.map(({ id, name, goldens, defects, candidates, approved, undecided }) => ({
          id,
          name,
          goldens,
          defects,
          candidates,
          approved,
          undecided,
        }));
        if (options.json === true) console.log(JSON.stringify(found));
        else for (const row of found) console.log(lineOf(row));
      } finally {
        await reader.close();
      }
    });
}

function lineOf(row: {
  id: string;
  name: string;
  candidates: number;
  approved: number;
  undecided: number;
}): string {
  return `${row.id}  ${row.name}: ${row.candidates} pictures, ${row.approved} approved, ${row.undecided} undecided`;
}
