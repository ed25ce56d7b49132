/**
 * Why a workflow cannot be called from another, in the words of the wire:
 *
 * - `missing_workflow_return`, `multiple_workflow_return`  it has to say once what it gives back
 * - `unsupported_node`         it has a node that is not known here or does not run
 * - `unsupported_batch_input`  a list of a batch comes from another node, or lists do not go together
 * - `invalid_graph`            it breaks a rule of graphs
 * - `invalid_inputs`           it is given something for a field that its form does not show, or that does not fit
 * - `exceeds_capacity`         it would make more sessions than the queue holds
 */
export type WorkflowCallFault =
  | 'missing_workflow_return'
  | 'multiple_workflow_return'
  | 'unsupported_node'
  | 'unsupported_batch_input'
  | 'invalid_graph'
  | 'invalid_inputs'
  | 'exceeds_capacity'

/** A workflow that cannot be called, or not like this; the message is a sentence for people. */
export class WorkflowCallError extends Error {
  override readonly name = 'WorkflowCallError'
  readonly fault: WorkflowCallFault

  constructor(fault: WorkflowCallFault, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.fault = fault
  }
}
