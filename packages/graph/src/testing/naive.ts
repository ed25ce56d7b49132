import { BRANCHES, COLLECT, IF, ITERATE } from '../control-nodes.ts'
import type { Graph } from '../graph.ts'
import type { JsonValue } from '../json.ts'
import { buildTopology, type SourceNode } from '../topology.ts'

/*
 * Graphs evaluated the slow and plain way, as joins of relations: to be compared with plans. A node's run is a row that says where
 * it stands in each iteration and what it gave. Every branch of an `if` is evaluated.
 */

/** Positions by the ids of iterators. */
type Place = ReadonlyMap<string, number>

/** One run of a node. */
export interface Row {
  readonly place: Place
  readonly output: Readonly<Record<string, JsonValue>>
}

type Compute = (type: string, inputs: Readonly<Record<string, JsonValue>>) => Readonly<Record<string, JsonValue>>

const merge = (one: Place, other: Place): Place | undefined =>
  [...other].every(([axis, index]) => (one.get(axis) ?? index) === index) ? new Map([...one, ...other]) : undefined

const pathOf = (place: Place, axes: readonly SourceNode[]) => axes.map(({ id }) => place.get(id) ?? 0)

const byPath = (one: readonly number[], other: readonly number[]) => {
  const at = one.findIndex((index, position) => index !== other[position])
  return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1)
}

/** Every run of every node, in the order of their places. */
export function evaluate(graph: Graph, compute: Compute): ReadonlyMap<string, readonly Row[]> {
  const rows = new Map<string, Row[]>()
  const rowsOf = (node: SourceNode) => rows.get(node.id) ?? []
  for (const node of buildTopology(graph)) {
    const { id, inputs } = node
    const { id: _, type, is_intermediate, use_cache, ...literals } = node.node
    let made: Row[]
    if (type === COLLECT) {
      const places = node.axes.reduce<Place[]>(
        (some, axis) => some.flatMap((place) => rowsOf(axis).flatMap((row) => merge(place, row.place) ?? [])),
        [new Map()],
      )
      made = places.map((place) => {
        const gathered = (field: string) =>
          inputs
            .filter(({ toField }) => toField === field)
            .flatMap(({ from, fromField }) =>
              rowsOf(from).flatMap((row) =>
                merge(place, row.place) ? [{ path: pathOf(row.place, from.axes), value: row.output[fromField] ?? null }] : [],
              ),
            )
            .sort((one, other) => byPath(one.path, other.path))
            .map(({ value }) => value)
        return { place, output: { collection: [...gathered('collection').flat(), ...gathered('item')] } }
      })
    } else {
      const joined = inputs.reduce<{ place: Place; values: Record<string, JsonValue> }[]>(
        (some, { from, fromField, toField }) =>
          some.flatMap(({ place, values }) =>
            rowsOf(from).flatMap((row) => {
              const merged = merge(place, row.place)
              return merged ? [{ place: merged, values: { ...values, [toField]: row.output[fromField] ?? null } }] : []
            }),
          ),
        [{ place: new Map(), values: literals }],
      )
      made = joined.flatMap(({ place, values }) => {
        if (type !== ITERATE) return [{ place, output: compute(type, values) }]
        const list = values.collection as readonly JsonValue[]
        return list.map((item, index) => ({
          place: new Map([...place, [id, index]]),
          output: { item, index, total: list.length },
        }))
      })
    }
    const sorted = made.sort((one, other) => byPath(pathOf(one.place, node.axes), pathOf(other.place, node.axes)))
    rows.set(id, sorted)
  }
  return rows
}

/** An input of an `if`, by the ids of both. */
export type IsTaken = (ifId: string, field: string) => boolean

/**
 * The nodes that only branches need which are not taken. A node belongs to a branch alone when it is among the branch's ancestors and
 * everything that reads it does, found by striking out until nothing changes.
 */
export function findLeftOut(graph: Graph, isTaken: IsTaken): ReadonlySet<string> {
  const nodes = buildTopology(graph)
  const leftOut = new Set<string>()
  for (const ifNode of nodes.filter(({ node }) => node.type === IF)) {
    for (const field of BRANCHES.filter((each) => !isTaken(ifNode.id, each))) {
      const own = new Set<SourceNode>()
      const visit = (node: SourceNode): void => {
        own.add(node)
        for (const { from } of node.inputs) visit(from)
      }
      for (const { from, toField } of ifNode.inputs) if (toField === field) visit(from)
      for (let before = -1; before !== own.size; ) {
        before = own.size
        for (const node of own) {
          const stays = node.outputs.every(({ to, toField }) => own.has(to) || (to === ifNode && toField === field))
          if (!stays) own.delete(node)
        }
      }
      for (const { id } of own) leftOut.add(id)
    }
  }
  return leftOut
}
