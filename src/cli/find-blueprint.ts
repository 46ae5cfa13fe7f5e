import { closestOf } from '#core/prompt/closest.ts';
import { sameName } from '#core/blueprint/names.ts';
import { blueprintNames } from '#db/blueprint-list.ts';
import type { Db } from '#db/schema.ts';
import { UsageError } from './usage-error.ts';

/** The blueprint of that id or name. Throws a UsageError when there is none, or more than one of the name. */
export async function findBlueprintId(db: Db, given: string): Promise<string> {
  const all = await blueprintNames(db);
  const byId = all.find((row) => row.id === given.toLowerCase());
  if (byId !== undefined) return byId.id;
  const [found, ...others] = all.filter((row) => sameName(row.name, given));
  if (found === undefined) {
    const names = all.map((row) => row.name);
    const closest = closestOf(given, names);
    const hint = closest === null ? '' : ` Did you mean “${closest}”?`;
    throw new UsageError(`There is no blueprint “${given}”.${hint} “redrabbit list” shows all.`);
  }
  if (others.length > 0) {
    throw new UsageError(
      `${others.length + 1} blueprints are called “${found.name}”. Give the id, which “redrabbit list” shows.`,
    );
  }
  return found.id;
}
