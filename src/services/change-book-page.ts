import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '#core/app-error.ts';
import type { BookPage } from '#core/blueprint/book-page.ts';
import { existingExamples, insertBookPage } from '#db/book-pages.ts';
import { findDefect } from '#db/defects.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { bookPagesOf, type DefectPage } from './read-book.ts';
import { noSuchDefect } from './remove-defect.ts';

/** Writes parts of a page anew; two people who change different parts do not lose each other's. */
export async function changeBookPage(
  context: Context,
  defectId: string,
  change: Partial<BookPage>,
  actor: string,
): Promise<DefectPage> {
  const blueprintId = (await findDefect(context.db, defectId))?.blueprint_id;
  if (blueprintId === undefined) throw noSuchDefect();
  return inBlueprint(context, blueprintId, async (trx) => {
    const defect = await findDefect(trx, defectId);
    if (defect === undefined) throw noSuchDefect();
    const examples = change.examples ?? [];
    const known = await existingExamples(trx, blueprintId, examples);
    const strange = examples.find(({ source, id }) => !known.has(`${source} ${id}`));
    if (strange !== undefined) {
      throw new AppError(
        'bad_request',
        `There is no ${strange.source.replace('-', ' ')} ${strange.id} in this blueprint. Pick examples from its own pictures.`,
      );
    }
    const [current] = await bookPagesOf(trx, blueprintId, [defect]);
    const changed = partsOf(change).filter((part) => !isDeepStrictEqual(change[part], current!.page[part]));
    if (changed.length === 0) return current!;
    const page = { ...current!.page, ...change };
    await insertBookPage(trx, { id: randomUUID(), defect_id: defectId, author: actor, page });
    await appendEvent(trx, {
      blueprintId,
      type: 'book_page_changed',
      actor,
      payload: { defectId, changed },
    });
    return (await bookPagesOf(trx, blueprintId, [defect]))[0]!;
  });
}

const partsOf = (change: Partial<BookPage>) =>
  (Object.keys(change) as (keyof BookPage)[]).filter((part) => change[part] !== undefined);
