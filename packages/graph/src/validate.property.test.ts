import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseBatch } from './batch/parse-batch.ts'
import { GraphError } from './errors.ts'
import { countingIds, planOf, runNode } from './testing/graphs.ts'
import { testCatalogue } from './testing/nodes.ts'

/*
 * What anybody may send. Some of it is a graph by chance: ids, types and fields come from few, among them the names that every object
 * inherits, so that edges often fit.
 */

const id = fc.constantFrom('a', 'b', 'c', 'd', '', '__proto__', 'constructor', 'toString')
const type = fc.constantFrom(...testCatalogue.keys(), 'iterate', 'collect', 'if', 'nothing', '__proto__', 'constructor')
const inputNames = [...testCatalogue.values()].flatMap(({ inputs }) => Object.keys(inputs))
const outputNames = [...testCatalogue.values()].flatMap(({ output }) => Object.keys(output.fields))
const field = fc.constantFrom(...new Set([...inputNames, ...outputNames]), '__proto__', 'id', 'type')
const literal = fc.oneof(
  fc.constantFrom<unknown>(true, false, null, 0, 1, -1, 2.5, '', 'text', [], [1, 2], ['a'], {}, { __proto__: null, a: [[]] }),
  fc.jsonValue({ maxDepth: 2 }),
)
const rarely = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 20, arbitrary: usual as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: literal })

const node = fc
  .tuple(rarely(type), fc.dictionary(field, literal, { maxKeys: 2 }), fc.option(rarely(id), { freq: 5 }))
  .map(([kind, literals, own]) => ({ ...literals, type: kind, ...(own === null ? {} : { id: own }) }))

const end = fc.record({ node_id: rarely(id), field: rarely(field) })
const edge = rarely(fc.record({ source: end, destination: end }))
const someNodes = fc
  .array(fc.tuple(id, rarely(node)), { maxLength: 6 })
  // as JSON gives them, `__proto__` being a key like any other
  .map((entries) => Object.fromEntries(entries.map(([key, value]) => [key, value])))

/** Edges that lead from outputs to inputs of nodes that are there, forwards, backwards or to themselves. */
const fittingEdges = (nodes: Readonly<Record<string, unknown>>) => {
  const ends = Object.entries(nodes).flatMap(([key, value]) => {
    const declaration = testCatalogue.get((value as { type?: string } | null)?.type ?? '')
    return declaration === undefined ? [] : [{ key, declaration }]
  })
  const outputs = ends.flatMap(({ key, declaration }) =>
    Object.keys(declaration.output.fields).map((name) => ({ node_id: key, field: name })),
  )
  const inputs = ends.flatMap(({ key, declaration }) =>
    Object.keys(declaration.inputs).map((name) => ({ node_id: key, field: name })),
  )
  if (outputs.length === 0 || inputs.length === 0) return fc.constant([])
  return fc.array(fc.record({ source: fc.constantFrom(...outputs), destination: fc.constantFrom(...inputs) }), { maxLength: 5 })
}

/** Nodes of the catalogue with little written in them: what is wrong lies in the edges. */
const plainNodes = fc.dictionary(
  fc.oneof(id, fc.string({ minLength: 1, maxLength: 2 })),
  fc.record(
    { type: fc.constantFrom(...testCatalogue.keys()), value: fc.constant(1), size: fc.nat({ max: 3 }) },
    { requiredKeys: ['type'] },
  ),
  { minKeys: 1, maxKeys: 8 },
)
const plainGraph = plainNodes.chain((nodes) => fc.record({ nodes: fc.constant(nodes), edges: fittingEdges(nodes) }))
const strangeGraph = someNodes.chain((nodes) =>
  fc.record({ nodes: fc.constant(nodes), edges: fc.oneof(fittingEdges(nodes), fc.array(edge, { maxLength: 4 })) }),
)
const graph = fc.oneof({ weight: 1, arbitrary: strangeGraph }, { weight: 3, arbitrary: plainGraph })
const datum = fc.record({ node_path: rarely(id), field_name: rarely(field), items: rarely(fc.array(literal, { maxLength: 3 })) })
const data = fc.option(rarely(fc.array(rarely(fc.array(rarely(datum), { maxLength: 2 })), { maxLength: 2 })), {
  freq: 2,
  nil: undefined,
})

/** The batch, or undefined when it is refused as graphs are refused. */
function parse(request: { readonly graph: unknown; readonly data?: unknown; readonly runs?: unknown }) {
  try {
    return parseBatch(request, { catalogue: testCatalogue, newId: countingIds() })
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError)
    expect((error as Error).message).not.toBe('')
    return undefined
  }
}

test('whatever is sent is refused with a reason or can be run', () => {
  const anything = fc.jsonValue({ maxDepth: 5 })
  fc.assert(
    fc.property(fc.oneof(graph, anything), fc.oneof(data, anything), fc.oneof(fc.constant(1), anything), (sent, more, runs) => {
      parse({ graph: sent, data: more, runs })
    }),
    { numRuns: 3000 },
  )
})

test('a graph that is accepted can be planned and comes to an end', async () => {
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(graph, async (sent) => {
      const batch = parse({ graph: sent })
      if (batch === undefined) return
      accepted += Object.keys(batch.graph.nodes).length > 0 ? 1 : 0
      const plan = planOf(batch.graph)
      for (let prepared = plan.next(); prepared !== undefined; prepared = plan.next()) {
        try {
          plan.complete(prepared.id, await runNode(prepared))
        } catch (error) {
          // nodes may find at last that something is missing or does not fit
          expect(error).toBeInstanceOf(Error)
          expect(error).not.toBeInstanceOf(TypeError)
          plan.fail(prepared.id, String(error))
        }
      }
      expect(plan.isComplete).toBe(true)
      const session = plan.toSession()
      expect(JSON.parse(JSON.stringify(session)).graph).toEqual(JSON.parse(JSON.stringify(batch.graph)))
      if (!plan.hasFailed) expect([...session.executed_history].sort()).toEqual(Object.keys(batch.graph.nodes).sort())
    }),
    { numRuns: 3000 },
  )
  // the property says nothing of graphs that are refused
  expect(accepted).toBeGreaterThan(100)
})
