import type { FastifyInstance } from 'fastify';
import { changeBookPage, getBook } from '#contract/book.ts';
import * as changing from '#services/change-book-page.ts';
import { readBook } from '#services/read-book.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { bookPageView } from '../views/book.ts';

export function registerBook(app: FastifyInstance, context: Context): void {
  handle(app, getBook, async ({ params }) => ({
    pages: (await readBook(context, params.blueprintId)).map(bookPageView),
  }));

  handle(app, changeBookPage, async ({ params, body, actor }) =>
    bookPageView(await changing.changeBookPage(context, params.defectId, body, actor)),
  );
}
