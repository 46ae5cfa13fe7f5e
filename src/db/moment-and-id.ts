import { type RawBuilder, sql } from 'kysely';

/** A column's moment in microseconds since 1970, as PostgreSQL keeps it: JavaScript's dates end at the millisecond. */
export function microsOf(column: 'created_at' | 'updated_at'): RawBuilder<string> {
  return sql<string>`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint`;
}

/** A place in a list that is ordered by a moment and the id, to compare rows with. */
export function momentAndId({ micros, id }: { micros: string; id: string }): RawBuilder<unknown> {
  return sql`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`;
}
