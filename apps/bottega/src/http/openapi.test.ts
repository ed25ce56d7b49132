import { readFile } from 'node:fs/promises'
import { type Field, SCHEDULER_NAMES, type ValueType } from '@bottega/graph'
import { CATALOGUE } from '@bottega/nodes'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type DocumentPart, readTemplates, type TemplateType } from '../testing/editor-templates.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let text: string
let document: DocumentPart & { components: { schemas: Record<string, DocumentPart> } }

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  text = await (await fetch(`${server.url}/openapi.json`)).text()
  document = JSON.parse(text)
})
afterAll(() => server.close())

test('what is answered is the document that is committed as reference', async () => {
  const committed = await readFile(new URL('../../../../docs/reference/openapi.json', import.meta.url), 'utf8')
  expect(JSON.stringify(JSON.parse(committed))).toBe(text)
})

test('every reference leads to a schema', () => {
  const references = new Set(text.match(/(?<="\$ref":")[^"]*/g))
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
  expect(references.size).toBeGreaterThan(200)
  expect([...references].filter((reference) => !known.includes(reference))).toEqual([])
})

test('an editor offers every node that runs here, and leaves out nothing', () => {
  const { templates, warnings } = readTemplates(document)
  // it is hidden: what a called workflow takes has a field of its own for each value
  expect(warnings).toEqual(['call_saved_workflow.workflow_inputs: a type that editors do not know'])
  expect(templates.map(({ type }) => type).sort()).toEqual([...CATALOGUE.keys()].sort())
  for (const template of templates) {
    expect(template.version, template.type).toMatch(/^\d+\.\d+\.\d+$/)
    expect(['stable', 'beta', 'prototype', 'deprecated', 'internal', 'special']).toContain(template.classification)
    expect(template.nodePack).toBe('invokeai')
  }
})

test('an editor sees each field with its type, its default, how it gets its value, and whether it must have one', () => {
  for (const template of readTemplates(document).templates) {
    const node = CATALOGUE.get(template.type)!
    // never shown: one is set when it runs, the other hidden
    const isShown = (name: string) => !['iterate.index', 'call_saved_workflow.workflow_inputs'].includes(`${node.type}.${name}`)
    const inputs = Object.entries(node.inputs).filter(([name]) => isShown(name))
    expect(Object.keys(template.inputs).sort(), node.type).toEqual(inputs.map(([name]) => name).sort())
    for (const [name, field] of inputs) {
      expect(template.inputs[name], `${node.type}.${name}`).toEqual({
        type: nameType(field),
        input: field.input,
        isRequired: !field.isOptional && field.default === undefined,
        default: field.default ?? (field.input === 'direct' && !field.isOptional ? undefined : null),
        choices: field.type.kind === 'enum' ? field.type.members : undefined,
      })
    }
    expect(template.outputType).toBe(node.output.type)
    const outputs = Object.entries(template.outputs).map(([name, { type }]) => [name, type])
    expect(Object.fromEntries(outputs), node.type).toEqual(
      Object.fromEntries(Object.entries(node.output.fields).map(([name, field]) => [name, nameType(field)])),
    )
  }
})

test('the map of outputs names the output of every node', () => {
  const outputs = document.components.schemas.InvocationOutputMap?.properties as Readonly<Record<string, { $ref: string }>>
  for (const { type, output } of CATALOGUE.values()) {
    expect(outputs[type], type).toEqual({ $ref: `#/components/schemas/${output.schemaName}` })
  }
})

const PRIMITIVES = { boolean: 'BooleanField', integer: 'IntegerField', float: 'FloatField', string: 'StringField' }

/** The type of a field in the words of an editor. */
function nameType({ type, uiHints }: Field<unknown>): TemplateType {
  const hint = uiHints.ui_type
  if (typeof hint === 'string') return { name: hint, cardinality: hint === 'CollectionField' ? 'COLLECTION' : 'SINGLE' }
  if (type.kind === 'list') return { name: nameSingle(type.item), cardinality: 'COLLECTION' }
  if (type.kind !== 'union') return { name: nameSingle(type), cardinality: 'SINGLE' }
  const [single] = type.members.filter(({ kind }) => kind !== 'list')
  return { name: single === undefined ? 'none' : nameSingle(single), cardinality: 'SINGLE_OR_COLLECTION' }
}

function nameSingle(type: ValueType): string {
  if (type.kind === 'object') return type.name
  if (type.kind === 'enum') return type.members === SCHEDULER_NAMES ? 'SchedulerField' : 'EnumField'
  return type.kind === 'any' || type.kind === 'list' || type.kind === 'union' ? type.kind : PRIMITIVES[type.kind]
}
