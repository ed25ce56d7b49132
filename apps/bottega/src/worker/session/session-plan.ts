import { type Graph, type JsonObject, type OutputJson, Plan, type PreparedNode } from '@bottega/graph'
import { CATALOGUE } from '@bottega/nodes'
import type { SessionToRun } from '../session-port.ts'

/** How far a session was: the ids of its prepared nodes as they were given out, and the outputs in the order in which they came. */
interface StoredState {
  readonly ids: readonly string[]
  readonly outputs: readonly OutputJson[]
}

/** A plan that can be written down and taken up again. */
export interface SessionPlan {
  readonly plan: Plan
  /** The node that waited for a workflow, and its output, where the session goes on after one. */
  readonly resumed: { readonly node: PreparedNode; readonly output: OutputJson } | undefined
  complete(id: string, output: OutputJson): void
  /** As JSON text, for `resumption`. */
  writeState(): string
}

/**
 * Opens the plan of a session; of one that goes on, at the node that waited, without running what ran before it. A plan does the same with the same
 * outputs, so it is led through them again.
 */
export function openSessionPlan({ sessionId, resumption }: SessionToRun, graph: Graph, newId: () => string): SessionPlan {
  // written by `writeState`
  const before: StoredState = resumption === null ? { ids: [], outputs: [] } : (JSON.parse(resumption.state) as StoredState)
  const ids: string[] = []
  const outputs: OutputJson[] = []
  const plan = new Plan({
    id: sessionId,
    graph,
    catalogue: CATALOGUE,
    newId: () => {
      const id = before.ids[ids.length] ?? newId()
      ids.push(id)
      return id
    },
  })
  function complete(id: string, output: OutputJson): void {
    plan.complete(id, output)
    outputs.push(output)
  }
  function take(): PreparedNode {
    const node = plan.next()
    if (node === undefined) throw new Error('a session that goes on has no node where it stopped')
    return node
  }
  for (const output of before.outputs) complete(take().id, output)
  const resumed = resumption === null ? undefined : { node: take(), output: toOutput(resumption.returned) }
  return { plan, resumed, complete, writeState: () => JSON.stringify({ ids, outputs }) }
}

function toOutput(returned: string): OutputJson {
  return { values: JSON.parse(returned) as JsonObject, type: 'workflow_return_output' }
}
