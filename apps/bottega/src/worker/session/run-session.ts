import type { Tensor } from '@bottega/engine'
import {
  applySubstitutions,
  findReturnNode,
  type Graph,
  invokeNode,
  type OutputJson,
  type Plan,
  type PreparedNode,
  type Substitution,
  toEventNode,
} from '@bottega/graph'
import { CATALOGUE, type EncodedPrompt } from '@bottega/nodes'
import type {
  ReturnedValues,
  SessionError,
  SessionHost,
  SessionReport,
  SessionResult,
  SessionToRun,
  WorkflowCall,
} from '../session-port.ts'
import { CallBoundary } from './call-boundary.ts'
import { describeNodeFailure } from './failure.ts'
import type { InvocationCache } from './invocation-cache.ts'
import type { ModelKeeper } from './model-keeper.ts'
import { findNamedThings } from './named-things.ts'
import { openNodeContext, type SessionContext } from './node-context.ts'
import { packThings, unpackThings } from './packed-things.ts'
import { openSessionPlan } from './session-plan.ts'
import type { ValueStore } from './value-store.ts'

/** What sessions share while the process lives. */
export interface SessionRoom {
  readonly cache: InvocationCache
  readonly tensors: ValueStore<Tensor>
  readonly conditioning: ValueStore<EncodedPrompt>
  readonly models: ModelKeeper
  newId(): string
}

/** What one session works with. */
export interface SessionHooks {
  readonly host: SessionHost
  readonly signal: AbortSignal
  report(report: SessionReport): void
}

/**
 * Runs a session to its end, or to where it calls a workflow. A node that fails ends it; a cancel ends it between two nodes, or
 * within one that looks at the signal.
 *
 * @throws only what is wrong with this program
 */
export async function runSession(session: SessionToRun, room: SessionRoom, hooks: SessionHooks): Promise<SessionResult> {
  const graph = readGraph(session)
  const tensors = room.tensors.open(session.userId)
  const conditioning = room.conditioning.open(session.userId)
  const context: SessionContext = {
    ...hooks,
    tensors,
    conditioning,
    models: room.models,
    graphText: JSON.stringify(graph),
    workflowText: session.workflow,
  }
  room.cache.resize(session.cache.isEnabled ? session.cache.maxSize : 0)
  try {
    for (const things of session.resumption?.things ?? []) unpackThings(things, context)
    const { plan, resumed, complete, writeState } = openSessionPlan(session, graph, () => room.newId())
    let error: SessionError | undefined
    let call: WorkflowCall | undefined

    async function runNode(node: PreparedNode, work: () => Promise<OutputJson>): Promise<void> {
      try {
        const output = await work()
        complete(node.id, output)
        hooks.report({ kind: 'completed', result: output })
      } catch (thrown) {
        // whatever it says, the node stopped because it was asked to
        if (hooks.signal.aborted) return
        if (thrown instanceof CallBoundary) {
          call = { ...thrown.call, nodeId: node.id, sourceId: node.sourceId }
          return
        }
        error = describeNodeFailure(thrown, node)
        plan.fail(node.id, `${error.type}: ${error.message}`)
        hooks.report({ kind: 'failed', error })
      }
      // a cancel arrives as a message
      await new Promise(setImmediate)
    }

    if (resumed !== undefined) {
      const { node, output } = resumed
      hooks.report({ kind: 'resumed', node: toEventNode(node.node), sourceId: node.sourceId })
      await runNode(node, async () => output)
    }
    while (call === undefined && !hooks.signal.aborted) {
      const node = plan.next()
      if (node === undefined) break
      hooks.report({ kind: 'started', node: toEventNode(node.node), sourceId: node.sourceId })
      await runNode(node, () => execute(node, session.userId, room, context))
    }
    const common = { session: JSON.stringify(plan.toSession()), cache: room.cache.counts, modelKeys: room.models.keys }
    if (error !== undefined) return { outcome: 'failed', error, ...common }
    if (call !== undefined) {
      const suspension = { call, state: writeState(), things: packThings(plan.openOutputs, context) }
      return { outcome: 'suspended', suspension, ...common }
    }
    if (!plan.isComplete) return { outcome: 'canceled', ...common }
    return { outcome: 'completed', ...common, ...(session.isCalled && { returned: readReturned(plan, graph, context) }) }
  } finally {
    tensors.end()
    conditioning.end()
  }
}

function readReturned(plan: Plan, graph: Graph, context: SessionContext): ReturnedValues {
  const values = plan.outputsOf(findReturnNode(graph)).map(({ values: given }) => given ?? {})
  return { values: JSON.stringify(values), things: packThings(values, context) }
}

// what was enqueued has been parsed and validated then
function readGraph({ graph, fieldValues }: SessionToRun): Graph {
  const parsed = JSON.parse(graph) as Graph
  return fieldValues === null ? parsed : applySubstitutions(parsed, JSON.parse(fieldValues) as Substitution[])
}

async function execute(
  prepared: PreparedNode,
  userId: string,
  { cache }: SessionRoom,
  context: SessionContext,
): Promise<OutputJson> {
  const { node } = prepared
  const cached = await cache.find(userId, node, (output) => isWhole(output, context))
  if (cached !== undefined) return cached
  const definition = CATALOGUE.get(node.type)
  if (definition === undefined) throw new RangeError(`There is no node of type ${node.type}`)
  const { context: nodeContext, finish } = openNodeContext(context, node)
  try {
    const output = await invokeNode(definition, prepared, nodeContext)
    cache.keep(userId, node, output)
    return output
  } finally {
    await finish()
  }
}

/** Whether everything that a cached output names is still there, and the owner's to use. */
async function isWhole(output: OutputJson, { host, tensors, conditioning }: SessionContext): Promise<boolean> {
  const named = findNamedThings(output)
  const holds =
    [...named.tensors].every((name) => tensors.has(name)) && [...named.conditioning].every((name) => conditioning.has(name))
  return holds && (named.images.size === 0 || (await host.hasImages([...named.images])))
}
