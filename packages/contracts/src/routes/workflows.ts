import { z } from 'zod'
import { Direction } from '../entities/paging.ts'
import { FileField, pictureErrors } from '../entities/upload.ts'
import {
  WorkflowCategory,
  WorkflowOrder,
  WorkflowPage,
  WorkflowRecord,
  WorkflowRecordWithThumbnail,
  WorkflowUpdate,
  WorkflowWithoutId,
} from '../entities/workflow.ts'
import { file } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wireFlag, wireInteger, wireList, wireScope } from '../wire-values.ts'

const params = z.object({ workflow_id: z.string() })
const reading = { resource: 'workflow', by: 'workflow_id', action: 'read' } as const
const changing = { resource: 'workflow', by: 'workflow_id', action: 'update' } as const

const filter = {
  categories: wireList(WorkflowCategory).optional(),
  has_been_opened: wireFlag().optional(),
  is_public: wireFlag().optional(),
  ...wireScope,
}

/** Saved graphs with their layout and form. */
export const workflowRoutes = {
  listWorkflows: defineRoute({
    method: 'GET',
    path: '/api/v1/workflows/',
    summary: 'List workflows',
    query: z.object({
      page: wireInteger({ min: 0 }).default(0),
      per_page: wireInteger({ min: 0 }).optional(),
      order_by: WorkflowOrder.default('name'),
      direction: Direction.default('ASC'),
      ...filter,
      tags: wireList(z.string()).optional(),
      query: z.string().optional(),
      callable: wireFlag().optional(),
    }),
    response: WorkflowPage,
    access: 'user',
  }),
  createWorkflow: defineRoute({
    method: 'POST',
    path: '/api/v1/workflows/',
    summary: 'Save a workflow',
    body: z.object({ workflow: WorkflowWithoutId }).meta({ id: 'Body_create_workflow' }),
    response: WorkflowRecord,
    access: 'user',
    errors: ['workflow_default_protected', 'workflow_invalid'],
  }),
  getWorkflow: defineRoute({
    method: 'GET',
    path: '/api/v1/workflows/i/{workflow_id}',
    summary: 'Get a workflow',
    params,
    response: WorkflowRecordWithThumbnail,
    access: reading,
  }),
  updateWorkflow: defineRoute({
    method: 'PATCH',
    path: '/api/v1/workflows/i/{workflow_id}',
    summary: 'Save a changed workflow',
    params,
    body: z.object({ workflow: WorkflowUpdate }).meta({ id: 'Body_update_workflow' }),
    response: WorkflowRecord,
    access: changing,
    errors: ['workflow_default_protected', 'workflow_id_mismatch', 'workflow_invalid'],
  }),
  deleteWorkflow: defineRoute({
    method: 'DELETE',
    path: '/api/v1/workflows/i/{workflow_id}',
    summary: 'Delete a workflow',
    params,
    response: z.null(),
    access: { resource: 'workflow', by: 'workflow_id', action: 'delete' },
    errors: ['workflow_default_protected'],
  }),
  setWorkflowThumbnail: defineRoute({
    method: 'PUT',
    path: '/api/v1/workflows/i/{workflow_id}/thumbnail',
    summary: 'Give a workflow a picture',
    params,
    form: z.object({ image: FileField }).meta({ id: 'Body_set_workflow_thumbnail' }),
    response: z.null(),
    access: changing,
    errors: pictureErrors,
  }),
  deleteWorkflowThumbnail: defineRoute({
    method: 'DELETE',
    path: '/api/v1/workflows/i/{workflow_id}/thumbnail',
    summary: 'Take the picture of a workflow away',
    params,
    response: z.null(),
    access: changing,
  }),
  getWorkflowThumbnail: defineRoute({
    method: 'GET',
    path: '/api/v1/workflows/i/{workflow_id}/thumbnail',
    summary: 'Get the picture of a workflow',
    params,
    response: file(['image/webp', 'image/png'], 'revalidate'),
    access: { media: true, rules: [reading] },
    errors: ['workflow_thumbnail_not_found'],
  }),
  publishWorkflow: defineRoute({
    method: 'PATCH',
    path: '/api/v1/workflows/i/{workflow_id}/is_public',
    summary: 'Show a workflow to everybody, or no longer',
    params,
    body: z.object({ is_public: z.boolean() }).meta({ id: 'Body_update_workflow_is_public' }),
    response: WorkflowRecord,
    access: changing,
    errors: ['workflow_default_protected'],
  }),
  markWorkflowOpened: defineRoute({
    method: 'PUT',
    path: '/api/v1/workflows/i/{workflow_id}/opened_at',
    summary: 'Note that the caller has opened a workflow',
    params,
    response: z.null(),
    access: reading,
  }),
  listWorkflowTags: defineRoute({
    method: 'GET',
    path: '/api/v1/workflows/tags',
    summary: 'List the tags of workflows',
    query: z.object({ categories: filter.categories, is_public: filter.is_public, ...wireScope }),
    response: z.array(z.string()),
    access: 'user',
  }),
  countWorkflowsByTag: defineRoute({
    method: 'GET',
    path: '/api/v1/workflows/counts_by_tag',
    summary: 'Count workflows by tag',
    query: z.object({ tags: wireList(z.string()), ...filter }),
    response: z.record(z.string(), z.int()),
    access: 'user',
  }),
  countWorkflowsByCategory: defineRoute({
    method: 'GET',
    path: '/api/v1/workflows/counts_by_category',
    summary: 'Count workflows by category',
    query: z.object({ ...filter, categories: wireList(WorkflowCategory) }),
    response: z.record(z.string(), z.int()),
    access: 'user',
  }),
}
