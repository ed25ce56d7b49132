/*
 * Graphs of nodes, without running them. To add a node: fields and `defineNode`. To take a graph in: `parseBatch`. To execute it: `Plan`
 * and `invokeNode`.
 */
export {
  applySubstitutions,
  type Batch,
  type BatchDatum,
  countSessions,
  type Substitution,
  substitutionsAt,
} from './batch/batch.ts'
export { type BatchRequest, parseBatch } from './batch/parse-batch.ts'
export { cacheKey } from './cache-key.ts'
export { type Catalogue, createCatalogue } from './catalogue.ts'
export type {
  NodeContext,
  NodeImages,
  NodeModels,
  NodeProgress,
  NodeStylePresets,
  NodeTypes,
  NodeValues,
  NodeWorkflows,
  SavedImage,
} from './context.ts'
export { CALL_SAVED_WORKFLOW, CALLED_INPUT, COLLECT, IF, ITERATE, WORKFLOW_RETURN } from './control-nodes.ts'
export {
  type Classification,
  defineNode,
  defineNodeFor,
  defineOutput,
  type NodeDeclaration,
  type NodeDefinition,
  type NodeInputs,
  type NodeOutput,
  type NodeSpec,
} from './define-node.ts'
export { GraphError, type GraphErrorCode, type Location } from './errors.ts'
export * from './fields/index.ts'
export { type Edge, type EdgeEnd, emptyGraph, type Graph, type NodeJson, type OutputJson } from './graph.ts'
export { invokeNode } from './invoke.ts'
export { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
export { describeNodes } from './node-schemas.ts'
export { GRAPH_LIMITS, type ParseContext, parseGraph } from './parse-graph.ts'
export { toEventNode } from './plan/event-node.ts'
export { MAX_SESSION_SIZE } from './plan/expansion.ts'
export { Plan, type PlanOptions, type PreparedNode } from './plan/plan.ts'
export { emptySession, type SessionJson } from './plan/session.ts'
export { buildGraph, findRecipes, type PictureForm, type Recipes } from './recipes/build-graph.ts'
export type { ImageToImageForm, InpaintForm, MaskedForm, Recipe, Size, TextToImageForm } from './recipes/form.ts'
export { buildImageToImageGraph } from './recipes/image-to-image.ts'
export { buildInpaintGraph } from './recipes/inpaint.ts'
export { buildTextToImageGraph } from './recipes/text-to-image.ts'
export { findReferences, type References } from './references.ts'
export { MAX_AXES } from './topology.ts'
export { validateGraph } from './validate.ts'
export { WorkflowCallError, type WorkflowCallFault } from './workflow/call-error.ts'
export { describeWorkflow, type FormField, type WorkflowSheet } from './workflow/describe-workflow.ts'
export { type CallableWorkflow, findReturnNode, readCalledWorkflow } from './workflow/read-called-workflow.ts'
export { type EditorWorkflow, readWorkflow } from './workflow/read-workflow.ts'
