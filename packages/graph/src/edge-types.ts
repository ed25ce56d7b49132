import type { Catalogue } from './catalogue.ts'
import { COLLECT, ITERATE } from './control-nodes.ts'
import { GraphError } from './errors.ts'
import { ANY, countLists, describeType, fitsInto, itemTypeOf, type ValueType, widestType } from './fields/value-type.ts'
import { describeEdge } from './graph.ts'
import { ownValue } from './json.ts'
import type { SourceEdge, SourceNode, Topology } from './topology.ts'

/*
 * Types along edges. What iterate and collect give depends on what they are given, so types are worked out from the sources on:
 * an iterator gives items of the list that comes in, a collector a list of what it gathers, through any number of both.
 */

const MAX_LISTS = 16

type Types = Map<SourceNode, ValueType>

const faultOf = (what: 'iterator' | 'collector', node: SourceNode, fault: string): GraphError =>
  new GraphError('graph_invalid', `Invalid ${what} node (${node.id}): ${fault}`, ['nodes', node.id])

const isItemOf = ({ from, fromField }: SourceEdge) => from.node.type === ITERATE && fromField === 'item'
const isGathered = ({ from, fromField }: SourceEdge) => from.node.type === COLLECT && fromField === 'collection'

function typeFrom(edge: SourceEdge, given: Types, catalogue: Catalogue): ValueType {
  if (isItemOf(edge) || isGathered(edge)) return given.get(edge.from) ?? ANY
  const fields = catalogue.get(edge.from.node.type)?.output.fields ?? {}
  return ownValue(fields, edge.fromField)?.type ?? ANY
}

function typeOfItems(iterator: SourceNode, given: Types, catalogue: Catalogue): ValueType {
  const other = iterator.inputs.find(({ toField }) => toField !== 'collection')
  if (other !== undefined) throw faultOf('iterator', iterator, `nothing may be connected to its ${other.toField}`)
  const [edge, second] = iterator.inputs
  if (edge === undefined) throw faultOf('iterator', iterator, 'it needs an edge into its collection')
  if (second !== undefined) throw faultOf('iterator', iterator, 'it takes one edge into its collection, not more')
  const type = typeFrom(edge, given, catalogue)
  const item = itemTypeOf(type)
  if (item === undefined) throw faultOf('iterator', iterator, `its collection must be a list, not ${describeType(type)}`)
  return item
}

function typeOfGathered(collector: SourceNode, given: Types, catalogue: Catalogue): ValueType {
  if (collector.inputs.length === 0) throw faultOf('collector', collector, 'it needs at least one edge into item or collection')
  const items = collector.inputs.map((edge) => {
    const type = typeFrom(edge, given, catalogue)
    if (edge.toField === 'item') return type
    const item = itemTypeOf(type)
    if (item !== undefined) return item
    throw faultOf('collector', collector, `its collection must be a list, not ${describeType(type)}`)
  })
  const item = widestType(items)
  // without an end to it, a chain of collectors would make types too deep to compare
  if (item !== undefined && countLists(item) >= MAX_LISTS) throw faultOf('collector', collector, 'it nests too many lists')
  if (item !== undefined) return { kind: 'list', item }
  const kinds = [...new Set(items.map(describeType))].join(', ')
  throw faultOf('collector', collector, `what it gathers must be of one type, not ${kinds}`)
}

function checkEdge(edge: SourceEdge, given: Types, catalogue: Catalogue): void {
  const from = typeFrom(edge, given, catalogue)
  const to = ownValue(catalogue.get(edge.to.node.type)?.inputs ?? {}, edge.toField)?.type ?? ANY
  if (fitsInto(from, to)) return
  const text = describeEdge(edge.edge)
  const kinds = `${describeType(from)} into ${describeType(to)}`
  if (isItemOf(edge)) throw faultOf('iterator', edge.from, `its items do not fit ${text} (${kinds})`)
  if (isGathered(edge)) throw faultOf('collector', edge.from, `what it gathers does not fit ${text} (${kinds})`)
  throw new GraphError('graph_invalid', `Edge source and target types do not match (${text})`, ['edges'])
}

/**
 * Checks that what flows along every edge fits where it goes, and what iterators and collectors want beyond that.
 *
 * @param topology  of nodes in the catalogue whose edges lead between fields that exist
 * @throws GraphError `graph_invalid`
 */
export function checkEdgeTypes(topology: Topology, catalogue: Catalogue): void {
  const given: Types = new Map()
  for (const node of topology) {
    if (node.node.type === ITERATE) given.set(node, typeOfItems(node, given, catalogue))
    else if (node.node.type === COLLECT) given.set(node, typeOfGathered(node, given, catalogue))
    else for (const edge of node.inputs) checkEdge(edge, given, catalogue)
  }
}
