import type { WorkflowCall } from '../session-port.ts'

/** Thrown by a node that calls a workflow: its session is to be suspended until that has run. No failure of anything. */
export class CallBoundary extends Error {
  override readonly name = 'CallBoundary'
  readonly call: Pick<WorkflowCall, 'workflowId' | 'inputs'>

  constructor(call: Pick<WorkflowCall, 'workflowId' | 'inputs'>) {
    super(`workflow ${call.workflowId} is called`)
    this.call = call
  }
}
