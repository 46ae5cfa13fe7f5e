import { type BlueprintSummary, blueprintSummaries } from '#db/blueprints.ts';
import { openReader } from '#open-reader.ts';
import { countPictures } from './report-make.ts';
import { readSettings } from './settings.ts';

/** `redrabbit list`. */
export async function runList(options: { json?: boolean }): Promise<void> {
  const reader = await openReader(readSettings());
  try {
    const rows = await blueprintSummaries(reader.db, { limit: 1000 });
    if (options.json === true) console.log(JSON.stringify(rows.map(listed)));
    else if (rows.length === 0) console.error('note: there is no blueprint yet.');
    else for (const row of rows) console.log(lineOf(row));
  } finally {
    await reader.close();
  }
}

type Listed = Pick<
  BlueprintSummary,
  'id' | 'name' | 'goldens' | 'defects' | 'candidates' | 'approved' | 'undecided'
> & { releases: number };

function listed(row: BlueprintSummary): Listed {
  const { id, name, goldens, defects, candidates, approved, undecided, latest_release } = row;
  return { id, name, goldens, defects, candidates, approved, undecided, releases: latest_release };
}

function lineOf({ id, name, candidates, approved, undecided }: BlueprintSummary): string {
  return `${id}  ${name}: ${countPictures(candidates)}, ${approved} approved, ${undecided} undecided`;
}
