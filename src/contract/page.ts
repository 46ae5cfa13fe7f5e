import { z } from 'zod';

/**
 * The query of every list that comes in pages. A page goes on from the last row of the one before, by what the list is
 * ordered by: rows that come or go meanwhile neither repeat others nor hide them.
 *
 * @param limits rows on a page, at most and where nobody says.
 */
export function pageQuery(limits: { most: number; usual: number }) {
  return {
    after: z.string().max(200).optional().describe('The `next` of the page before; left out, the first page'),
    limit: z.coerce.number().int().min(1).max(limits.most).default(limits.usual),
  };
}

/** Beside the rows of every page. */
export const nextPage = z
  .string()
  .nullable()
  .describe('Give this back as `after` to get the next page; null on the last');
