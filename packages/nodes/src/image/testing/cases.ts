import type { JsonObject } from '@bottega/graph'
import type { EngineNode } from '../../engine-types.ts'
import { createStage, type Props } from './stage.ts'

/** What one node makes of some inputs: its output without the type, or words of its refusal. */
export type Case = readonly [type: string, inputs: JsonObject, result: JsonObject | RefusedAt]

interface RefusedAt {
  /** Words of the refusal when a graph with these literals is enqueued. */
  readonly enqueue?: string
  /** Words of the refusal when the values come along edges. */
  readonly run: string
}

/** Refused with these words, whether the values are written in the graph or come along edges. */
export const refused = (words: string): RefusedAt => ({ enqueue: words, run: words })

/** Refused with these words when it runs; a graph does not tell. */
export const fails = (words: string): RefusedAt => ({ run: words })

const isRefusal = (result: JsonObject | RefusedAt): result is RefusedAt => Object.hasOwn(result, 'run')

function describeCase([type, inputs, result]: Case): string {
  const ending = isRefusal(result) ? `is refused: ${result.run}` : `gives ${JSON.stringify(result)}`
  return `${type} of ${JSON.stringify(inputs)} ${ending}`
}

/** The cases with a title each, as `test.each` takes them. */
export function titled(cases: readonly Case[]): readonly (readonly [string, Case])[] {
  return cases.map((one) => [describeCase(one), one] as const)
}

/**
 * Plays a case.
 *
 * @returns what came of it in the words of the case: the same as its result when all is well
 */
export async function play(nodes: readonly EngineNode[], [type, inputs, result]: Case, props: Props = {}): Promise<unknown> {
  const stage = createStage(nodes, props)
  if (!isRefusal(result)) {
    stage.enqueue(type, inputs)
    const { type: outputType, ...output } = await stage.run(type, inputs)
    const wanted = nodes.find((node) => node.type === type)?.output.type
    return outputType === wanted ? output : { ...output, type: outputType }
  }
  const run = await findRefusal(result.run, () => stage.run(type, inputs))
  if (result.enqueue === undefined) return { run }
  return { enqueue: await findRefusal(result.enqueue, async () => stage.enqueue(type, inputs)), run }
}

/** The words, if an act is refused with them; else all that was said. */
async function findRefusal(words: string, act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'not refused'
  } catch (error) {
    const message = String(error)
    return message.includes(words) ? words : message
  }
}

/** The types of nodes that no case gets an answer from. */
export function listUntested(nodes: readonly EngineNode[], cases: readonly Case[]): readonly string[] {
  const answered = new Set(cases.filter(([, , result]) => !isRefusal(result)).map(([type]) => type))
  return nodes.map(({ type }) => type).filter((type) => !answered.has(type))
}
