import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { stringField } from './string.ts'
import { valueObject } from './value-object.ts'

const shape = valueObject('BoardField', 'A board, by its id.', { board_id: stringField({ description: 'The id of the board' }) })

/** A board, by its id. */
export type BoardField = ValueOf<typeof shape>

/** A board. */
export function boardField(options: FieldOptions = {}): Field<BoardField> {
  return makeField(shape, options)
}
