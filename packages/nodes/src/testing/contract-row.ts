import { type Field, SCHEDULER_NAMES, type ValueType } from '@bottega/graph'

/*
 * The contract's tables of nodes, row by row: `contract-rows.json` holds the rows of the nodes in the catalogue as they stand
 * there. In their notation `T?` may be null, `[T]` is a list, `REQ` must be given, `[conn]` comes along edges only, `(…)` are
 * limits, `{…}` hints for editors.
 */

/** One row: a node. */
export interface ContractRow {
  readonly version: string
  readonly flags?: string
  readonly title?: string
  readonly inputs: readonly string[]
  readonly output: string
}

/** What a row or a declaration says of one field. */
export interface FieldSummary {
  readonly type: string
  readonly isRequired: boolean
  readonly isOptional: boolean
  readonly place: string
  readonly default: unknown
  readonly limits: Readonly<Record<string, number>>
  readonly modelTypes: readonly string[]
  readonly modelBases: readonly string[]
}

const LIMITS = [
  ['>=', 'minimum'],
  ['<=', 'maximum'],
  ['>', 'exclusiveMinimum'],
  ['<', 'exclusiveMaximum'],
  ['multiple of ', 'multipleOf'],
  ['items >=', 'minItems'],
] as const

function readLimits(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(', ').map((part) => {
      const [sign, key] = LIMITS.find(([start]) => part.startsWith(start)) ?? ['', part]
      return [key, Number(part.slice(sign.length))]
    }),
  )
}

/** Members of unions in one order. */
const sortUnion = (type: string): string => type.split(' or ').sort().join(' or ')

const wordsOf = (text: string | undefined): readonly string[] => text?.split(' ') ?? []

/** Reads a cell like `steps: int (>0) = 10`. */
export function readField(cell: string): readonly [name: string, summary: FieldSummary] {
  const [, name = '', rest = ''] = /^(\w+): (.*?)(?: <\w+>)?$/.exec(cell) ?? []
  const [, before = '', written] = /^(.*?)(?: = (.*))?$/.exec(rest) ?? []
  const isRequired = / REQ\b/.test(before)
  const limits = /\(((?:[<>]|multiple|items)[^)]*)\)/.exec(before)?.[1]
  const type = before
    .replace(/ REQ\b/, '')
    .replace(/ \[(conn|direct|internal)\]/, '')
    .replace(/ \{[^}]*\}/, '')
    .replace(/ \((?:[<>]|multiple|items)[^)]*\)/, '')
  return [
    name,
    {
      type: sortUnion(type.replace(/\?$/, '')),
      isRequired,
      isOptional: type.endsWith('?') && !isRequired,
      place: / \[(conn|direct|internal)\]/.exec(before)?.[1] ?? 'any',
      default: written === undefined ? undefined : JSON.parse(written),
      limits: limits === undefined ? {} : readLimits(limits),
      modelTypes: wordsOf(/\{type ([^;}]*)/.exec(before)?.[1]),
      modelBases: wordsOf(/; base ([^}]*)/.exec(before)?.[1]),
    },
  ]
}

/** Reads an output cell like `image_output: image: ImageField, width: int`. */
export function readOutput(cell: string): readonly [type: string, fields: Readonly<Record<string, string>>] {
  const [, type = '', fields = ''] = /^(\w+): (.*)$/.exec(cell) ?? []
  const parts = [...fields.matchAll(/(\w+): (enum\([^)]*\)|[^,]*)/g)]
  return [type, Object.fromEntries(parts.map(([, name, text = '']) => [name, sortUnion(text.replace(/ \{[^}]*\}/, '').trim())]))]
}

const KINDS = { any: 'any', boolean: 'bool', integer: 'int', float: 'float', string: 'str' } as const

/** A type in the notation of the tables. */
export function writeType(type: ValueType): string {
  switch (type.kind) {
    case 'enum':
      if (type.members === SCHEDULER_NAMES) return 'SCHEDULER'
      return `enum(${type.members.join(type.members.some((member) => member.includes(' ')) ? '; ' : ' ')})`
    case 'object':
      return type.name
    case 'list':
      return `[${writeType(type.item)}]`
    case 'union':
      return sortUnion(type.members.map(writeType).join(' or '))
    default:
      return KINDS[type.kind]
  }
}

const PLACES = { any: 'any', connection: 'conn', direct: 'direct' } as const
const LIMIT_KEYS: ReadonlySet<string> = new Set(LIMITS.map(([, key]) => key))

/** What a declaration says, as `readField` gives it for a row. */
export function summarizeField(field: Field<unknown>): FieldSummary {
  const { kind, input, isOptional, default: written, schema, type, uiHints } = field
  const names = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
  return {
    type: writeType(type),
    isRequired: !isOptional && written === undefined,
    isOptional,
    place: kind === 'internal' ? 'internal' : PLACES[input],
    default: written,
    limits: Object.fromEntries(Object.entries(schema).filter(([key]) => LIMIT_KEYS.has(key))) as Record<string, number>,
    modelTypes: names(uiHints.ui_model_type),
    modelBases: names(uiHints.ui_model_base),
  }
}
