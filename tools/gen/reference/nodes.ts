import { describeType, type Field, type Fields, type NodeDeclaration, SCHEDULER_NAMES, type ValueType } from '@bottega/graph'
import { CATALOGUE } from '@bottega/nodes'
import { code, writePage, writeTable } from './markdown.ts'

/** Writes the page of all nodes that run here, by category. */
export function writeNodes(): string {
  const byCategory = new Map<string, NodeDeclaration[]>()
  for (const node of [...CATALOGUE.values()].sort((a, b) => (a.type < b.type ? -1 : 1))) {
    byCategory.set(node.category, [...(byCategory.get(node.category) ?? []), node])
  }
  const sections = [...byCategory]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([category, nodes]) => [
      `## ${category}`,
      writeTable(
        ['type', 'title', 'version', 'inputs', 'outputs'],
        nodes.map(({ type, title, version, inputs, output }) => [
          code(type),
          title,
          version,
          listFields(inputs, writeInput),
          listFields(output.fields, ({ type, isOptional }) => nameType(type) + (isOptional ? '?' : '')),
        ]),
      ),
    ])
  return writePage(
    'Nodes',
    'What a graph can be made of. A field is written with its type and, where it has one, its default. `[T]` is a list; `?` may be absent, `!` has\n' +
      'to be given, `→` comes along an edge only, `=` is never connected. What each is for, and its limits, say the schemas of\n' +
      '[the OpenAPI document](openapi.json), from which editors build their forms.',
    ...sections,
  )
}

function listFields(fields: Fields, write: (field: Field<unknown>) => string): string {
  return Object.entries(fields)
    .map(([name, field]) => code(`${name}: ${write(field)}`))
    .join(' ')
}

function writeInput(field: Field<unknown>): string {
  const { type, input, isOptional, default: fallback } = field
  const place = input === 'connection' ? '→ ' : input === 'direct' ? '= ' : ''
  const mark = isOptional ? '?' : fallback === undefined ? '!' : ''
  return `${place}${nameType(type)}${mark}${fallback === undefined ? '' : ` ${JSON.stringify(fallback)}`}`
}

function nameType(type: ValueType): string {
  if (type.kind !== 'enum') return describeType(type)
  return type.members === SCHEDULER_NAMES ? 'scheduler' : type.members.map((member) => JSON.stringify(member)).join(' / ')
}
