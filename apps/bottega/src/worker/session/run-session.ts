import type { Tensor } from '@bottega/engine'
import {
  applySubstitutions,
  type Graph,
  invokeNode,
  type OutputJson,
  Plan,
  type PreparedNode,
  type Substitution,
  toEventNode,
} from '@bottega/graph'
import { CATALOGUE, type EncodedPrompt } from '@bottega/nodes'
import type { SessionError, SessionHost, SessionReport, SessionResult, SessionToRun } from '../session-port.ts'
import { describeNodeFailure } from './failure.ts'
import type { InvocationCache } from './invocation-cache.ts'
import type { ModelKeeper } from './model-keeper.ts'
import { findNamedThings } from './named-things.ts'
import { openNodeContext, type SessionContext } from './node-context.ts'
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
 * Runs a session to its end. A node that fails ends it; a cancel ends it between two nodes, or within one that looks at the signal.
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
  const plan = new Plan({ id: session.sessionId, graph, catalogue: CATALOGUE, newId: () => room.newId() })
  let error: SessionError | undefined
  try {
    for (let node = plan.next(); node !== undefined && !hooks.signal.aborted; node = plan.next()) {
      hooks.report({ kind: 'started', node: toEventNode(node.node), sourceId: node.sourceId })
      try {
        const output = await execute(node, session.userId, room, context)
        plan.complete(node.id, output)
        hooks.report({ kind: 'completed', result: output })
      } catch (thrown) {
        // whatever it says, the node stopped because it was asked to
        if (hooks.signal.aborted) break
        error = describeNodeFailure(thrown, node)
        plan.fail(node.id, `${error.type}: ${error.message}`)
        hooks.report({ kind: 'failed', error })
      }
      // a cancel arrives as a message
      await new Promise(setImmediate)
    }
  } finally {
    tensors.end()
    conditioning.end()
  }
  const outcome = error !== undefined ? 'failed' : plan.isComplete ? 'completed' : 'canceled'
  const state = JSON.stringify(plan.toSession())
  return { outcome, ...(error && { error }), session: state, cache: room.cache.counts, modelKeys: room.models.keys }
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
