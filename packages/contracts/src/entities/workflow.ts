import { z } from 'zod'
import { ownership } from './ownership.ts'
import { numberedPage } from './paging.ts'
import { UtcText } from './time.ts'

/** Whose a workflow is: a user's, or one that comes with the program. */
export type WorkflowCategory = z.infer<typeof WorkflowCategory>
export const WorkflowCategory = z.enum(['user', 'default']).meta({ id: 'WorkflowCategory' })

/** What workflows can be ordered by. */
export type WorkflowOrder = z.infer<typeof WorkflowOrder>
export const WorkflowOrder = z
  .enum(['created_at', 'updated_at', 'opened_at', 'name', 'is_public'])
  .meta({ id: 'WorkflowRecordOrderBy' })

// a semantic version, as semver.org writes it
const Version = z
  .string()
  .regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/)

const content = {
  name: z.string(),
  author: z.string(),
  description: z.string(),
  version: z.string(),
  contact: z.string(),
  /** separated by commas */
  tags: z.string(),
  notes: z.string(),
  exposedFields: z.array(z.object({ nodeId: z.string(), fieldName: z.string() }).meta({ id: 'ExposedField' })),
  meta: z.object({ version: Version, category: WorkflowCategory }).meta({ id: 'WorkflowMeta' }),
  /** as the editor draws them */
  nodes: z.array(z.record(z.string(), z.unknown())),
  edges: z.array(z.record(z.string(), z.unknown())),
  form: z.record(z.string(), z.unknown()).nullish(),
}

/** A saved graph with its layout and form, before it has an id. Other keys are dropped. */
export type WorkflowWithoutId = z.infer<typeof WorkflowWithoutId>
export const WorkflowWithoutId = z.object(content).meta({ id: 'WorkflowWithoutID' })

/** A saved graph as it is stored. */
export type Workflow = z.infer<typeof Workflow>
export const Workflow = z.object({ ...content, id: z.string() }).meta({ id: 'Workflow' })

/** A changed workflow; the path says which, so the id may be left out. */
export type WorkflowUpdate = z.infer<typeof WorkflowUpdate>
export const WorkflowUpdate = z.object({ ...content, id: z.string().optional() }).meta({ id: 'WorkflowUpdate' })

/** Why a workflow can or cannot be called from another. */
export type CallReason = z.infer<typeof CallReason>
export const CallReason = z
  .enum([
    'ok',
    'missing_workflow_return',
    'multiple_workflow_return',
    'unsupported_node',
    'unsupported_batch_input',
    'invalid_graph',
    'invalid_inputs',
    'exceeds_capacity',
    'unknown',
  ])
  .meta({ id: 'WorkflowCallCompatibilityReason' })

/** Whether a workflow can be called from another. */
export type CallCompatibility = z.infer<typeof CallCompatibility>
export const CallCompatibility = z
  .object({ is_callable: z.boolean(), reason: CallReason, message: z.string().nullable() })
  .meta({ id: 'WorkflowCallCompatibility' })

const record = {
  workflow_id: z.string(),
  name: z.string(),
  created_at: UtcText,
  updated_at: UtcText,
  /** when the caller last opened it */
  opened_at: UtcText.nullable(),
  has_been_opened: z.boolean(),
  user_id: z.string(),
  is_public: z.boolean(),
  ...ownership,
}

const extras = {
  thumbnail_url: z.string().nullable(),
  call_saved_workflow_compatibility: CallCompatibility.nullable(),
}

/** A stored workflow. */
export type WorkflowRecord = z.infer<typeof WorkflowRecord>
export const WorkflowRecord = z.object({ ...record, workflow: Workflow }).meta({ id: 'WorkflowRecordDTO' })

/** A stored workflow with its picture. */
export type WorkflowRecordWithThumbnail = z.infer<typeof WorkflowRecordWithThumbnail>
export const WorkflowRecordWithThumbnail = z
  .object({ ...record, workflow: Workflow, ...extras })
  .meta({ id: 'WorkflowRecordWithThumbnailDTO' })

/** A row of the list of workflows. */
export type WorkflowListItem = z.infer<typeof WorkflowListItem>
export const WorkflowListItem = z
  .object({ ...record, description: z.string(), category: WorkflowCategory, tags: z.string(), ...extras })
  .meta({ id: 'WorkflowRecordListItemWithThumbnailDTO' })

/** A part of the list of workflows. */
export const WorkflowPage = numberedPage('PaginatedResults_WorkflowRecordListItemWithThumbnailDTO_', WorkflowListItem)
