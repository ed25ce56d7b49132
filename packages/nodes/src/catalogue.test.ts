import { describeNodes } from '@bottega/graph'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from './index.ts'
import { type ContractRow, readField, readOutput, summarizeField, writeType } from './testing/contract-row.ts'
import contractRows from './testing/contract-rows.json' with { type: 'json' }

const rows: ReadonlyMap<string, ContractRow> = new Map(Object.entries(contractRows))
const nodes = [...CATALOGUE.values()]

/** Members of enums that are not offered: they need files that are not free. */
const LEFT_OUT = '; *UPLab (w/CIELab_to_UPLab.icc)'

/** Enums as sorted words: the tables part members by spaces, also within them. A bare `enum` says nothing of them. */
function loosen<T extends { readonly type: string }>(summary: T): T {
  const [, members] = /^enum\((.*)\)$/.exec(summary.type.replace(LEFT_OUT, '')) ?? []
  const words = members?.split(/[; ]+/).sort().join(' ')
  return words === undefined ? summary : { ...summary, type: `enum(${words})` }
}

test('every node has a row in the contract, and every row that is kept here has its node', () => {
  expect(nodes.map(({ type }) => type).sort()).toEqual([...rows.keys()].sort())
})

describe.for(nodes.map((node) => [node.type, node] as const))('%s', ([type, node]) => {
  const row = rows.get(type) ?? { version: '', inputs: [], output: '' }

  test('has the version and cache flag of the contract, and where it says them, title and class', () => {
    const { flags = '', title } = row
    expect(node.version).toBe(row.version)
    expect(node.useCache).toBe(!flags.includes('no-cache'))
    if (title === undefined) return
    expect(node.title).toBe(title)
    expect(node.classification).toBe(/\((\w+)\)/.exec(flags)?.[1] ?? 'stable')
  })

  test('has the inputs of the contract', () => {
    const expected = row.inputs.map(readField)
    expect(Object.keys(node.inputs).sort()).toEqual(expected.map(([name]) => name).sort())
    for (const [name, summary] of expected) {
      const field = node.inputs[name]
      if (field === undefined) throw new Error(`no input ${name}`)
      const actual = loosen(summarizeField(field))
      const isBareEnum = summary.type === 'enum'
      expect(isBareEnum ? { ...actual, type: 'enum' } : actual, name).toEqual(loosen(summary))
    }
  })

  test('has the output of the contract', () => {
    const [outputType, fields] = readOutput(row.output)
    expect(node.output.type).toBe(outputType)
    const actual = Object.entries(node.output.fields).map(([name, { type: kind, isOptional }]) => [
      name,
      loosen({ type: writeType(kind) + (isOptional ? '?' : '') }).type,
    ])
    const expected = Object.entries(fields).map(([name, kind]) => [name, loosen({ type: kind }).type])
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected))
  })

  test('says what it does', () => {
    expect(node.description).toMatch(/\.$/)
    for (const [name, field] of Object.entries(node.inputs)) expect(field.description, name).toBeTruthy()
  })
})

test('all nodes can be described together: no two schemas share a name', () => {
  const bodies = new Map<string, unknown>()
  for (const [name, schema] of describeNodes(nodes)) {
    expect(bodies.get(name) ?? schema, name).toEqual(schema)
    bodies.set(name, schema)
  }
})
