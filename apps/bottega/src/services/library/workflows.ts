import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  type CallCompatibility,
  type Direction,
  missingError,
  type UploadedFile,
  type Workflow,
  type WorkflowCategory,
  type WorkflowListItem,
  type WorkflowOrder,
  type WorkflowRecord,
  type WorkflowRecordWithThumbnail,
  type WorkflowUpdate,
  type WorkflowWithoutId,
} from '@bottega/contracts'
import { type Tx, transaction } from '../../data/database.ts'
import {
  createWorkflow,
  deleteWorkflows,
  findWorkflow,
  listWorkflows,
  markWorkflowThumbnail,
  type WorkflowRecord as StoredWorkflow,
  updateWorkflow,
  type WorkflowFilter,
  type WorkflowSummary,
} from '../../data/repositories/workflows.ts'
import { type ServerEvent, serverEvent } from '../../events/server-event.ts'
import { findLibraryAccess } from '../../policies/library.ts'
import { type AskedScope, listScope } from '../../policies/scopes.ts'
import type { App } from '../app.ts'
import { saveCover } from '../images/picture-uploads.ts'
import type { StoredFile } from '../images/stored-file.ts'
import { directionOf } from '../lists.ts'
import { presentOwnership } from '../presenters.ts'
import { judgeCallability, type QueueCapacity } from './callability.ts'

type Store = Pick<App, 'db'>
type Saving = Pick<App, 'db' | 'settings'>
type Pictures = Pick<App, 'db' | 'covers' | 'pictures' | 'settings'>

/** Which workflows are meant, in the words of the routes. */
export interface WorkflowQuery {
  readonly categories?: readonly WorkflowCategory[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly query?: string | undefined
  readonly has_been_opened?: boolean | undefined
  readonly is_public?: boolean | undefined
  readonly callable?: boolean | undefined
  readonly scope?: AskedScope
}

/** The same in the words of the store. */
export function describeWorkflowFilter(actor: Actor, query: WorkflowQuery): WorkflowFilter {
  return {
    scope: listScope(actor, query.scope),
    viewerId: actor.userId,
    categories: query.categories,
    tags: query.tags,
    query: query.query,
    hasBeenOpened: query.has_been_opened,
    isPublic: query.is_public,
    isCallable: query.callable,
  }
}

/** A page of workflows; without a size all of them. */
export async function showWorkflows(
  { readers }: Pick<App, 'readers'>,
  actor: Actor,
  query: WorkflowQuery & {
    readonly page: number
    readonly per_page?: number | undefined
    readonly order_by: WorkflowOrder
    readonly direction: Direction
  },
) {
  const { page, per_page } = query
  const order = { by: query.order_by, direction: directionOf(query.direction) }
  const part = per_page === undefined ? { offset: 0, limit: -1 } : { offset: page * per_page, limit: per_page }
  const { items, total } = await listWorkflows(readers, describeWorkflowFilter(actor, query), order, part)
  const pages = per_page ? Math.ceil(total / per_page) : 1
  return { items: items.map((item) => presentListItem(item, actor)), page, pages, per_page: per_page ?? total, total }
}

/** @throws AppError `workflow_not_found` */
export async function getWorkflow({ db }: Store, actor: Actor, workflowId: string): Promise<WorkflowRecordWithThumbnail> {
  const workflow = await getRecord(db, actor, workflowId)
  return { ...presentRecord(workflow, actor), ...presentExtras(workflow) }
}

/** @throws AppError `workflow_default_protected`, `workflow_invalid` */
export async function saveWorkflow({ db, settings }: Saving, actor: Actor, workflow: WorkflowWithoutId): Promise<WorkflowRecord> {
  refuseDefault(workflow)
  const workflowId = randomUUID()
  const columns = await describeColumns({ ...workflow, id: workflowId }, settings.values)
  // what one person's server has made is there for all when accounts come
  const is_public = actor.isSystem
  await transaction(db, async (tx) => {
    await createWorkflow(tx, { workflow_id: workflowId, user_id: actor.userId, category: 'user', is_public, ...columns })
    tx.emit(serverEvent('workflow_created', { workflow_id: workflowId, user_id: actor.userId, is_public }))
  })
  return presentRecord(await getRecord(db, actor, workflowId), actor)
}

/** @throws AppError `workflow_default_protected`, `workflow_id_mismatch`, `workflow_invalid` */
export async function changeWorkflow(
  { db, settings }: Saving,
  actor: Actor,
  workflowId: string,
  workflow: WorkflowUpdate,
): Promise<WorkflowRecord> {
  if (workflow.id !== undefined && workflow.id !== workflowId) throw new AppError('workflow_id_mismatch')
  refuseDefault(workflow)
  const before = await getOwnRecord(db, actor, workflowId)
  const columns = await describeColumns({ ...workflow, id: workflowId }, settings.values)
  await transaction(db, async (tx) => {
    await updateWorkflow(tx, workflowId, columns)
    emitUpdate(tx, before, before.is_public === 1)
  })
  return presentRecord(await getRecord(db, actor, workflowId), actor)
}

/** @throws AppError `workflow_default_protected` */
export async function removeWorkflow(deps: Pictures, actor: Actor, workflowId: string): Promise<void> {
  const { user_id, is_public } = await getOwnRecord(deps.db, actor, workflowId)
  await transaction(deps.db, async (tx) => {
    await deleteWorkflows(tx, [workflowId])
    tx.emit(serverEvent('workflow_deleted', { workflow_id: workflowId, user_id, is_public: is_public === 1 }))
  })
  await deps.covers.workflows.delete(workflowId)
}

/** @throws AppError `workflow_default_protected` */
export async function publishWorkflow(
  { db }: Store,
  actor: Actor,
  workflowId: string,
  isPublic: boolean,
): Promise<WorkflowRecord> {
  const before = await getOwnRecord(db, actor, workflowId)
  await transaction(db, async (tx) => {
    await updateWorkflow(tx, workflowId, { is_public: isPublic })
    emitUpdate(tx, before, isPublic)
  })
  return presentRecord(await getRecord(db, actor, workflowId), actor)
}

/** @throws AppError `workflow_default_protected`, `upload_not_an_image`, `upload_unreadable`, `upload_too_many_pixels` */
export async function setWorkflowThumbnail(deps: Pictures, actor: Actor, workflowId: string, image: UploadedFile): Promise<void> {
  await getOwnRecord(deps.db, actor, workflowId)
  await saveCover(deps, deps.covers.workflows, workflowId, image)
  await markWorkflowThumbnail(deps.db, workflowId, true)
}

/** Takes the picture of a workflow away, if it has one. @throws AppError `workflow_default_protected` */
export async function removeWorkflowThumbnail(deps: Pictures, actor: Actor, workflowId: string): Promise<void> {
  await getOwnRecord(deps.db, actor, workflowId)
  await markWorkflowThumbnail(deps.db, workflowId, false)
  await deps.covers.workflows.delete(workflowId)
}

/** @throws AppError `workflow_thumbnail_not_found` */
export async function getWorkflowThumbnail({ covers }: Pick<App, 'covers'>, workflowId: string): Promise<StoredFile> {
  const file = await covers.workflows.open(workflowId)
  if (file === undefined) throw new AppError('workflow_thumbnail_not_found', { workflowId })
  return file
}

function emitUpdate(tx: Tx<ServerEvent>, before: StoredWorkflow, isPublic: boolean): void {
  const told = { workflow_id: before.workflow_id, user_id: before.user_id }
  const wasPublic = before.is_public === 1
  tx.emit(serverEvent('workflow_updated', { ...told, old_is_public: wasPublic, new_is_public: isPublic }))
  if (wasPublic && !isPublic) tx.emit(serverEvent('workflow_access_revoked', told))
}

async function getRecord(db: App['db'], actor: Actor, workflowId: string): Promise<StoredWorkflow> {
  const workflow = await findWorkflow(db, workflowId, actor.userId)
  if (workflow === undefined) throw missingError('workflow', workflowId)
  return workflow
}

function refuseDefault({ meta }: Pick<WorkflowWithoutId, 'meta'>): void {
  if (meta.category === 'default') throw new AppError('workflow_default_protected')
}

async function getOwnRecord(db: App['db'], actor: Actor, workflowId: string): Promise<StoredWorkflow> {
  const workflow = await getRecord(db, actor, workflowId)
  if (workflow.category === 'default') throw new AppError('workflow_default_protected')
  return workflow
}

/**
 * What a workflow is stored as.
 *
 * @throws AppError `workflow_invalid`
 */
export async function describeColumns(workflow: Workflow, settings: QueueCapacity) {
  const callability = await judgeCallability(workflow, settings)
  if (callability.reason === 'multiple_workflow_return') {
    throw new AppError('workflow_invalid', { reason: 'A workflow has at most one workflow_return node' })
  }
  const { name, description, tags } = workflow
  return { name, description, tags, workflow: JSON.stringify(workflow), compatibility: JSON.stringify(callability) }
}

function presentCommon(workflow: WorkflowSummary, actor: Actor) {
  const access = findLibraryAccess(actor, { ...workflow, isDefault: workflow.category === 'default' })
  return {
    workflow_id: workflow.workflow_id,
    name: workflow.name,
    created_at: workflow.created_at,
    updated_at: workflow.updated_at,
    opened_at: workflow.opened_at,
    has_been_opened: workflow.opened_at !== null,
    user_id: workflow.user_id,
    is_public: workflow.is_public === 1,
    ...presentOwnership(workflow, access),
  }
}

function presentRecord(workflow: StoredWorkflow, actor: Actor): WorkflowRecord {
  // written by `describeColumns`
  return { ...presentCommon(workflow, actor), workflow: JSON.parse(workflow.workflow) as Workflow }
}

function presentListItem(workflow: WorkflowSummary, actor: Actor): WorkflowListItem {
  const { description, category, tags } = workflow
  return { ...presentCommon(workflow, actor), description, category, tags, ...presentExtras(workflow) }
}

function presentExtras({ workflow_id, has_thumbnail, updated_at, compatibility }: WorkflowSummary) {
  const version = encodeURIComponent(updated_at)
  // written by `describeColumns`
  const callability = compatibility === null ? null : (JSON.parse(compatibility) as CallCompatibility)
  return {
    thumbnail_url: has_thumbnail ? `api/v1/workflows/i/${workflow_id}/thumbnail?${version}` : null,
    call_saved_workflow_compatibility: callability,
  }
}
