import type { EngineNode } from '../engine-types.ts'
import { callSavedWorkflow } from './call-saved-workflow.ts'
import { workflowReturn } from './workflow-return.ts'
import { workflowReturnGet } from './workflow-return-get.ts'
import { workflowReturnValue } from './workflow-return-value.ts'

/** The nodes of this folder. */
export const WORKFLOW_NODES: readonly EngineNode[] = [callSavedWorkflow, workflowReturn, workflowReturnValue, workflowReturnGet]
