import { z } from 'zod';
import { AppError } from '#core/app-error.ts';

/** What a list is asked for: the place after which to go on, as it was handed out, and how many rows. */
export type PageOrder = { after?: string; limit: number };

/** `next` is the marker of the page that follows; `null` on the last. */
export type Page<T> = { rows: T[]; next: string | null };

/**
 * One page of a list. A marker is the last row's place in the list's order, as JSON in base64url: nothing for a caller to read.
 * Throws AppError `bad_request` for a marker that is none.
 *
 * @param place what a row's place in the order is made of.
 * @param read rows after the place, so many at most.
 */
export async function readPage<Row, Place>(
  order: PageOrder,
  place: { schema: z.ZodType<Place>; of: (row: Row) => Place },
  read: (page: { after?: Place; limit: number }) => Promise<Row[]>,
): Promise<Page<Row>> {
  const after = order.after === undefined ? undefined : readMarker(place.schema, order.after);
  // One more than is asked for: it says whether there is another page.
  const found = await read({ ...(after !== undefined && { after }), limit: order.limit + 1 });
  const rows = found.slice(0, order.limit);
  const last = rows.at(-1);
  if (found.length <= order.limit || last === undefined) return { rows, next: null };
  return { rows, next: writeMarker(place.of(last)) };
}

/** A row's place, for a caller to give back. */
export function writeMarker(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readMarker<Place>(schema: z.ZodType<Place>, marker: string): Place {
  try {
    return schema.parse(JSON.parse(Buffer.from(marker, 'base64url').toString()));
  } catch (cause) {
    throw new AppError(
      'bad_request',
      'The page marker is not one that this server gave. Start from the first page.',
      { cause },
    );
  }
}

/** A number that the database counts rows by, as it comes from there. */
export const ordinalSchema = z.object({ ordinal: z.string().regex(/^\d{1,18}$/) });
/** A moment in microseconds since 1970, which end before the database's dates do, and an id. */
export const momentSchema = z.object({ micros: z.string().regex(/^\d{1,16}$/), id: z.uuid() });
