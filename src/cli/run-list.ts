import type { BlueprintStatus } from '#core/blueprint/status.ts';
import { type BlueprintFilter, blueprintSummaries, type BlueprintSummary } from '#db/blueprint-list.ts';
import { firstProject } from '#db/projects.ts';
import { openReader, type Reader } from '#open-reader.ts';
import { countPictures } from './report-make.ts';
import { readSettings } from './settings.ts';
import { UsageError } from './usage-error.ts';

export type ListOptions = {
  project?: string;
  status?: BlueprintStatus;
  product?: string;
  author?: string;
  name?: string;
  from?: Date;
  before?: Date;
  limit: number;
  json?: boolean;
};

/** `redrabbit list`. */
export async function runList(options: ListOptions): Promise<void> {
  const reader = await openReader(readSettings());
  try {
    const filter = await filterOf(reader, options);
    const found = await blueprintSummaries(reader.db, filter, { limit: options.limit + 1 });
    const rows = found.slice(0, options.limit);
    if (options.json === true) console.log(JSON.stringify(rows.map(listed)));
    else for (const row of rows) console.log(lineOf(row));
    if (rows.length === 0 && options.json !== true) {
      const asked = Object.values(filter).some((value) => value !== undefined);
      console.error(asked ? 'note: no blueprint is like that.' : 'note: there is no blueprint yet.');
    }
    if (found.length > rows.length) {
      console.error(`note: there are more than these ${rows.length}; narrow the list, or raise --limit.`);
    }
  } finally {
    await reader.close();
  }
}

async function filterOf({ db }: Reader, options: ListOptions): Promise<BlueprintFilter> {
  const { project, status, product, author, name, from, before } = options;
  const found = project === undefined ? undefined : await firstProject(db, project);
  if (project !== undefined && found === undefined) {
    throw new UsageError(`There is no project “${project}”. “redrabbit providers” shows all.`);
  }
  return {
    projectId: found?.id,
    status,
    productKind: product,
    author,
    text: name,
    changedFrom: from,
    changedBefore: before,
  };
}

type Listed = Pick<
  BlueprintSummary,
  'id' | 'name' | 'author' | 'status' | 'goldens' | 'defects' | 'candidates' | 'approved' | 'undecided'
> & { product: string; changed: string; releases: number };

function listed(row: BlueprintSummary): Listed {
  const { id, name, author, status, goldens, defects, candidates, approved, undecided } = row;
  return {
    id,
    name,
    author,
    status,
    product: row.product_kind,
    changed: row.updated_at.toISOString(),
    goldens,
    defects,
    candidates,
    approved,
    undecided,
    releases: row.latest_release,
  };
}

function lineOf({ id, name, status, candidates, approved, undecided }: BlueprintSummary): string {
  const words = status.replaceAll('_', ' ');
  return `${id}  ${name}: ${words}, ${countPictures(candidates)}, ${approved} approved, ${undecided} undecided`;
}
