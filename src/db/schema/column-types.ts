import type { ColumnType, GeneratedAlways } from 'kysely';

/** Written by the database when left out, never updated. */
export type CreatedAt = ColumnType<Date, Date | undefined, never>;

/** Millionths of a US dollar, as bigint: a string in JavaScript. */
export type Money = ColumnType<string, number | undefined, number>;

export type MoneyOrNull = ColumnType<string | null, number | null | undefined, number | null>;

/** Written by triggers alone. */
export type Count = ColumnType<number, never, never>;

/** bigint identity: a string in JavaScript. */
export type Ordinal = GeneratedAlways<string>;
