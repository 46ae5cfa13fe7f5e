import { bookLimitsSchema, bookPageSchema, exampleSchema } from '#core/blueprint/book-page.ts';
import { z } from 'zod';
import { defineRoute } from './route.ts';

export const bookPageViewSchema = bookPageSchema.extend({
  defectId: z.uuid(),
  /** Without those whose picture was removed since. */
  examples: z.array(
    exampleSchema.extend({
      thumbnailUrl: z.string(),
      pictureUrl: z.string(),
      /** The largest, in parts of the picture's width and height (0-1). */
      mark: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
  /** Who changed it last; `null` for our own words, which nobody has changed. */
  author: z.string().nullable(),
  changedAt: z.string().nullable(),
});
export type BookPageView = z.infer<typeof bookPageViewSchema>;

export const getBook = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/book',
  summary: 'The defect book: one page for each defect, in the order of the matrix',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({ pages: z.array(bookPageViewSchema) }),
});

export const changeBookPage = defineRoute({
  method: 'PATCH',
  path: '/defects/:defectId/book',
  summary: 'Change parts of a page of the defect book; what is left out stays, and earlier pages are kept',
  params: z.object({ defectId: z.uuid() }),
  body: bookPageSchema.partial().extend({ limits: bookLimitsSchema.optional() }),
  response: bookPageViewSchema,
});
