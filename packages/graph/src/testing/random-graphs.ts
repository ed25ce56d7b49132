import type { Graph } from '../graph.ts'
import { graphOf } from './graphs.ts'

/** What a graph may hold. */
export interface GrowthOptions {
  readonly iterators: number
  readonly hasIfs: boolean
}

/** One node to come: which of the kinds that are possible, which of the outputs that are there for its inputs, and a digit. */
export type Choice = readonly [kind: number, first: number, second: number, third: number, literal: number]

function pick<T>(list: readonly T[], choice: number): T | undefined {
  return list[choice % Math.max(1, list.length)]
}

/** A valid graph of the nodes of the tests, a node for each choice that is possible. */
export function growGraph(choices: readonly Choice[], { iterators, hasIfs }: GrowthOptions): Graph {
  const nodes: Record<string, object> = {}
  const edges: [string, string][] = []
  const numbers: string[] = []
  const lists: string[] = []
  const flags: string[] = []
  let iteratorCount = 0
  const connect = (from: string | undefined, to: string) => {
    if (from !== undefined) edges.push([from, to])
  }
  choices.forEach(([kind, first, second, third, literal], at) => {
    const id = `n${at}`
    const kinds = ['integer', 'range', 'add', 'add', 'is_odd', 'sum']
    if (lists.length > 0 && iteratorCount < iterators) kinds.push('iterate', 'iterate')
    if (numbers.length > 0) kinds.push('collect')
    if (numbers.length > 0 && hasIfs) kinds.push('if', 'if', 'if')
    switch (pick(kinds, kind)) {
      case 'integer':
        nodes[id] = { type: 'integer', value: literal }
        numbers.push(`${id}.value`)
        break
      case 'range':
        nodes[id] = { type: 'range_of_size', start: literal, size: literal % 4 }
        lists.push(`${id}.collection`)
        break
      case 'add':
        nodes[id] = { type: 'add', a: literal, b: 1 }
        connect(pick(numbers, first), `${id}.a`)
        if (second % 2 === 0) connect(pick(numbers, second), `${id}.b`)
        numbers.push(`${id}.value`)
        break
      case 'is_odd':
        nodes[id] = { type: 'is_odd', value: literal }
        if (second % 2 === 0) connect(pick(numbers, first), `${id}.value`)
        flags.push(`${id}.value`)
        break
      case 'sum':
        nodes[id] = { type: 'sum' }
        connect(pick(lists, first), `${id}.values`)
        numbers.push(`${id}.value`)
        break
      case 'iterate':
        nodes[id] = { type: 'iterate' }
        connect(pick(lists, first), `${id}.collection`)
        numbers.push(`${id}.item`)
        iteratorCount++
        break
      case 'collect':
        nodes[id] = { type: 'collect' }
        connect(pick(numbers, first), `${id}.item`)
        if (second % 3 === 0) connect(pick(numbers, second), `${id}.item`)
        if (third % 3 === 0) connect(pick(lists, third), `${id}.collection`)
        lists.push(`${id}.collection`)
        break
      case 'if':
        nodes[id] = { type: 'if', condition: literal % 2 === 0, true_input: 1, false_input: 2 }
        connect(pick(flags, third), `${id}.condition`)
        connect(pick(numbers, first), `${id}.true_input`)
        if (second % 4 !== 0) connect(pick(numbers, second), `${id}.false_input`)
        numbers.push(`${id}.value`)
        break
      default:
    }
  })
  return graphOf(nodes, edges)
}
