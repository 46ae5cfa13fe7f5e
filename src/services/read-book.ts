import type { BookPage } from '#core/blueprint/book-page.ts';
import { defaultBookPage } from '#core/template/default-book-page.ts';
import { findBlueprint } from '#db/blueprints.ts';
import { type ExampleMark, existingExamples, newestBookPages } from '#db/book-pages.ts';
import { type Defect, defectsOf } from '#db/defects.ts';
import type { Db } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { noSuchBlueprint } from './read-board.ts';

/** `author` and `changedAt` are `null` where nobody has changed our words. */
export type DefectPage = {
  defectId: string;
  page: BookPage;
  /** Of its examples, by `source` and id. */
  marks: ReadonlyMap<string, ExampleMark | null>;
  author: string | null;
  changedAt: Date | null;
};

/** One page for each defect. Throws AppError `not_found`. */
export async function readBook({ db }: Pick<Context, 'db'>, blueprintId: string): Promise<DefectPage[]> {
  if ((await findBlueprint(db, blueprintId)) === undefined) throw noSuchBlueprint();
  return bookPagesOf(db, blueprintId, await defectsOf(db, blueprintId));
}

/** Without examples whose picture was removed. */
export async function bookPagesOf(
  db: Db,
  blueprintId: string,
  defects: readonly Pick<Defect, 'id' | 'family'>[],
): Promise<DefectPage[]> {
  const newest = await newestBookPages(
    db,
    defects.map(({ id }) => id),
  );
  const pages = defects.map(({ id, family }) => {
    const row = newest.get(id);
    return {
      defectId: id,
      page: row?.page ?? defaultBookPage(family),
      author: row?.author ?? null,
      changedAt: row?.created_at ?? null,
    };
  });
  const known = await existingExamples(
    db,
    blueprintId,
    pages.flatMap(({ page }) => page.examples),
  );
  return pages.map((found) => ({
    ...found,
    marks: known,
    page: {
      ...found.page,
      examples: found.page.examples.filter(({ source, id }) => known.has(`${source} ${id}`)),
    },
  }));
}
