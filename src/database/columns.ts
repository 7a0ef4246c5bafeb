import type { ColumnType } from 'kysely'

/** A timestamptz that the database fills in. */
export type At = ColumnType<Date, Date | undefined, Date>
/** Read as T; written as the text of JSON.stringify, since node-postgres would make an SQL array of an array. */
export type Json<T> = ColumnType<T, string | undefined, string>
