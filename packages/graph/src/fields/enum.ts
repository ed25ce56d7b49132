import { type Field, type FieldOptions, makeField, type UiHints, ValueError } from './field.ts'

/** An enum field's default and the words that people see for its members. */
export interface EnumOptions<M extends string> extends FieldOptions {
  readonly default?: M
  readonly labels?: Readonly<Record<string, string>>
}

/** One of some words. */
export function enumField<const M extends string>(
  members: readonly M[],
  options: EnumOptions<NoInfer<M>> = {},
  hints: UiHints = {},
): Field<M> {
  const known = new Set<unknown>(members)
  const isMember = (value: unknown): value is M => known.has(value)
  return makeField(
    {
      type: { kind: 'enum', members },
      schema: { type: 'string', enum: members },
      refersTo: [],
      parse(value, path) {
        if (!isMember(value)) throw new ValueError(`must be one of ${members.join(', ')}`, path)
        return value
      },
    },
    options,
    options.labels === undefined ? hints : { ...hints, ui_choice_labels: options.labels },
  )
}
