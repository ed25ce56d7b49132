import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  type RawBuilder,
  ReferenceNode,
  type SelectQueryNode,
  type SqlBool,
  sql,
} from 'kysely'

/** A value of JSON text as the bytes that readers answer with; the column is named `json`. */
export function asJsonBytes(text: RawBuilder<unknown>) {
  return sql<Uint8Array>`cast(${text} as blob)`.as('json')
}

/** A JSON object of what a query selects column by column, under the same names; for a select from that query. */
export function jsonOfRow(query: { toOperationNode(): SelectQueryNode }): RawBuilder<string> {
  const names = (query.toOperationNode().selections ?? []).map(({ selection }) => nameOf(selection))
  return sql`json_object(${sql.join(names.flatMap((name) => [sql.lit(name), sql.ref(name)]))})`
}

function nameOf(selection: OperationNode): string {
  if (AliasNode.is(selection) && IdentifierNode.is(selection.alias)) return selection.alias.name
  if (ReferenceNode.is(selection) && ColumnNode.is(selection.column)) return selection.column.column.name
  throw new TypeError('a column without a name of its own cannot be put into an object')
}

/** The values of a JSON list, for `in`: one parameter however many there are, so the statement stays the same. */
export function valuesOf(list: readonly (string | number)[]): RawBuilder<never> {
  return sql`(select value from json_each(${JSON.stringify(list)}))`
}

/** Whether a column contains a text, Latin letters in any case. Every letter of the text stands for itself. */
export function containsText(column: string, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`instr(lower(${sql.ref(column)}), lower(${text})) > 0`
}
