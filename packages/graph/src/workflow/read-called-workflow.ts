import type { Batch } from '../batch/batch.ts'
import { parseBatch } from '../batch/parse-batch.ts'
import { CALLED_INPUT, WORKFLOW_RETURN } from '../control-nodes.ts'
import { GraphError } from '../errors.ts'
import type { Graph, NodeJson } from '../graph.ts'
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json.ts'
import type { ParseContext } from '../parse-graph.ts'
import { resolveBatchLists } from './batch-lists.ts'
import { WorkflowCallError } from './call-error.ts'
import { type EditorWorkflow, readWorkflow } from './read-workflow.ts'

/** A workflow with what says which of its fields another may fill in. */
export interface CallableWorkflow extends EditorWorkflow {
  readonly form?: unknown
  /** What counts where there is no form. */
  readonly exposedFields: readonly { readonly nodeId: string; readonly fieldName: string }[]
}

/**
 * What runs when a workflow is called: its graph with the caller's values, and its lists as the data of a batch.
 *
 * @param inputs  values by the names of open inputs, `saved_workflow_input::<node id>::<field>`
 * @throws WorkflowCallError when it cannot be called, or not with these
 */
export function readCalledWorkflow(workflow: CallableWorkflow, inputs: JsonObject, context: ParseContext): Batch {
  try {
    const filled = fillIn(readWorkflow(workflow, context.newId()), inputs, listShownFields(workflow))
    findReturnNode(filled)
    const { graph, data } = resolveBatchLists(filled)
    checkNodes(graph, context)
    return parseBatch({ graph, data }, context)
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    throw new WorkflowCallError(judge(error, inputs), error.message, { cause: error })
  }
}

/**
 * The id of the one node that gives something back.
 *
 * @throws WorkflowCallError `missing_workflow_return`, `multiple_workflow_return`
 */
export function findReturnNode({ nodes }: Graph): string {
  const [first, second] = Object.values(nodes).filter(({ type }) => type === WORKFLOW_RETURN)
  if (first === undefined) throw new WorkflowCallError('missing_workflow_return', 'It has no workflow_return node')
  if (second === undefined) return first.id
  throw new WorkflowCallError('multiple_workflow_return', 'It has more than one workflow_return node')
}

const nameInput = (nodeId: string, field: string): string => `${CALLED_INPUT}${nodeId}::${field}`

/** Names of the fields that the form of a workflow shows; of one without a form, of those that it lists. */
function listShownFields({ form, exposedFields }: CallableWorkflow): ReadonlySet<string> {
  const elements = isJsonObject(form) ? ownValue(form, 'elements') : undefined
  const shown = isJsonObject(elements) ? Object.values(elements).flatMap(readFormField) : exposedFields
  return new Set(shown.map(({ nodeId, fieldName }) => nameInput(nodeId, fieldName)))
}

function readFormField(element: JsonValue): CallableWorkflow['exposedFields'] {
  const data = isJsonObject(element) && element.type === 'node-field' ? element.data : undefined
  const field = isJsonObject(data) ? data.fieldIdentifier : undefined
  if (!isJsonObject(field)) return []
  const { nodeId, fieldName } = field
  return typeof nodeId === 'string' && typeof fieldName === 'string' ? [{ nodeId, fieldName }] : []
}

function fillIn(graph: Graph, inputs: JsonObject, shown: ReadonlySet<string>): Graph {
  const nodes = new Map(Object.entries(graph.nodes))
  for (const [name, value] of Object.entries(inputs)) {
    const at = name.lastIndexOf('::')
    const node = nodes.get(name.slice(CALLED_INPUT.length, at))
    if (!shown.has(name) || node === undefined) {
      throw new WorkflowCallError('invalid_inputs', `It has no field ${name.slice(CALLED_INPUT.length)} in its form`)
    }
    // null says no more than leaving it out
    if (value !== null) nodes.set(node.id, { ...node, [name.slice(at + 2)]: value } as NodeJson)
  }
  return { ...graph, nodes: Object.fromEntries(nodes) }
}

function checkNodes({ nodes }: Graph, { catalogue }: ParseContext): void {
  for (const { id, type } of Object.values(nodes)) {
    const known = catalogue.get(type)
    if (known !== undefined && known.classification !== 'special') continue
    const why = known === undefined ? 'is not known here' : 'only editors run'
    throw new WorkflowCallError('unsupported_node', `Node ${id} is of type ${type}, which ${why}`)
  }
}

function judge({ code, location }: GraphError, inputs: JsonObject): WorkflowCallError['fault'] {
  if (code === 'batch_invalid') return 'unsupported_batch_input'
  const [part, nodeId, field] = location
  const isGiven = part === 'nodes' && Object.hasOwn(inputs, nameInput(String(nodeId), String(field)))
  return isGiven ? 'invalid_inputs' : 'invalid_graph'
}
