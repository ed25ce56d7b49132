import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A value of JSON text as the bytes that readers answer with; the column is named `json`. */
export function asJsonBytes(text: RawBuilder<unknown>) {
  return sql<Uint8Array>`cast(${text} as blob)`.as('json')
}

/** A JSON object of these columns under their own names. */
export function jsonOfColumns(columns: readonly string[]): RawBuilder<string> {
  return sql`json_object(${sql.join(columns.flatMap((column) => [sql.lit(column), sql.ref(column)]))})`
}

/** The values of a JSON list, for `in`: one parameter however many there are, so the statement stays the same. */
export function valuesOf(list: readonly (string | number)[]): RawBuilder<never> {
  return sql`(select value from json_each(${JSON.stringify(list)}))`
}

/** Whether a column contains a text, Latin letters in any case. Every letter of the text stands for itself. */
export function containsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`instr(lower(${sql.ref(column)}), lower(${text})) > 0`
}
