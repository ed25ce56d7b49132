import { type Expression, type SqlBool, sql } from 'kysely'
import { compose } from '../compose.ts'
import type { Queryable, Tx } from '../database.ts'
import { asJsonBytes, containsText, jsonOfRow, valuesOf } from '../json.ts'
import { type JsonQuery, type Readers, readRows } from '../readers.ts'
import { isInScope, type Scope } from '../scope.ts'
import type { Flag, NewRow, RowChanges } from '../tables.ts'
import { NOW } from '../time.ts'

/** A workflow as lists show it, with what one user has done with it. */
export interface WorkflowSummary {
  readonly workflow_id: string
  readonly user_id: string
  readonly owner_display_name: string | null
  readonly name: string
  readonly description: string
  readonly category: 'user' | 'default'
  readonly tags: string
  readonly is_public: Flag
  readonly has_thumbnail: Flag
  /** What `call_saved_workflow` says about it, as JSON text. */
  readonly compatibility: string | null
  readonly created_at: string
  readonly updated_at: string
  /** When the user who looks has opened it last. */
  readonly opened_at: string | null
}

/** A workflow with its JSON text. */
export interface WorkflowRecord extends WorkflowSummary {
  readonly workflow: string
}

/** Which workflows are meant; what is left out does not narrow it. */
export interface WorkflowFilter {
  /** `visible` stands for own, public and default ones. */
  readonly scope: Scope
  /** The user who looks, for what was opened. */
  readonly viewerId: string
  readonly categories?: readonly ('user' | 'default')[] | undefined
  /** Parts of tags, of which one is enough. */
  readonly tags?: readonly string[] | undefined
  /** A part of name, description or tags. */
  readonly query?: string | undefined
  readonly hasBeenOpened?: boolean | undefined
  readonly isPublic?: boolean | undefined
  readonly isCallable?: boolean | undefined
}

/** In which order workflows are listed; ties by id. */
export interface WorkflowOrder {
  readonly by: 'created_at' | 'updated_at' | 'opened_at' | 'name' | 'is_public'
  readonly direction: 'asc' | 'desc'
}

/** Stores a workflow. */
export async function createWorkflow(tx: Tx<never>, workflow: NewRow<'workflows'>): Promise<void> {
  await tx.insertInto('workflows').values(workflow).execute()
  await replaceTags(tx, workflow.workflow_id, workflow.tags)
}

/** A workflow by its id. */
export async function findWorkflow(db: Queryable, workflowId: string, viewerId: string): Promise<WorkflowRecord | undefined> {
  return selectWorkflows(db, viewerId)
    .select('workflows.workflow')
    .where('workflows.workflow_id', '=', workflowId)
    .executeTakeFirst()
}

/** Changes a workflow; what is left out stays. */
export async function updateWorkflow(
  tx: Tx<never>,
  workflowId: string,
  changes: Omit<RowChanges<'workflows'>, 'workflow_id' | 'created_at' | 'updated_at'>,
): Promise<void> {
  await tx
    .updateTable('workflows')
    .set({ ...changes, updated_at: NOW })
    .where('workflow_id', '=', workflowId)
    .execute()
  if (changes.tags !== undefined) await replaceTags(tx, workflowId, changes.tags)
}

/** Workflows of which it is not known whether others can call them. */
export async function listUnjudgedWorkflows(db: Queryable): Promise<{ workflow_id: string; workflow: string }[]> {
  return db.selectFrom('workflows').select(['workflow_id', 'workflow']).where('compatibility', 'is', null).execute()
}

/** Notes whether others can call a workflow, as JSON text. That is no change of the workflow. */
export async function noteCompatibility(db: Queryable, workflowId: string, compatibility: string): Promise<void> {
  await db.updateTable('workflows').set({ compatibility }).where('workflow_id', '=', workflowId).execute()
}

/** Notes whether a workflow has a thumbnail, which is no change of the workflow. */
export async function markWorkflowThumbnail(db: Queryable, workflowId: string, hasThumbnail: boolean): Promise<void> {
  await db.updateTable('workflows').set({ has_thumbnail: hasThumbnail }).where('workflow_id', '=', workflowId).execute()
}

/** Notes that the user has opened a workflow just now. */
export async function markWorkflowOpened(db: Queryable, workflowId: string, userId: string): Promise<void> {
  await db
    .insertInto('workflow_openings')
    .values({ workflow_id: workflowId, user_id: userId })
    .onConflict((conflict) => conflict.columns(['user_id', 'workflow_id']).doUpdateSet({ opened_at: NOW }))
    .execute()
}

/** Deletes workflows. */
export async function deleteWorkflows(db: Queryable, workflowIds: readonly string[]): Promise<void> {
  await db.deleteFrom('workflows').where('workflow_id', 'in', valuesOf(workflowIds)).execute()
}

/** Ids of the workflows that come with the program. */
export async function listDefaultWorkflowIds(db: Queryable): Promise<string[]> {
  const rows = await db.selectFrom('workflows').select('workflow_id').where('category', '=', 'default').execute()
  return rows.map(({ workflow_id }) => workflow_id)
}

/** A part of a list of workflows, and how many it has. */
export function listWorkflows(
  readers: Readers,
  filter: WorkflowFilter,
  { by, direction }: WorkflowOrder,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly WorkflowSummary[]; readonly total: number }> {
  const key = by === 'name' ? sql`name collate nocase` : sql.ref(by)
  const order = sql`${key} ${sql.raw(direction)}, workflow_id`
  const page = sql`(select * from listed order by ${order} limit ${limit} offset ${offset})`
  const filtered = selectFiltered(filter)
  const items = sql`(select json_group_array(${jsonOfRow(filtered)} order by ${order}) from ${page})`
  const query = compose
    .with('listed', () => filtered)
    .selectNoFrom(asJsonBytes(sql`json_object('items', json(${items}), 'total', (select count(*) from listed))`))
  return readRows(readers, query)
}

/** The tags of these workflows, in alphabetical order. */
export function listWorkflowTags(readers: Readers, filter: WorkflowFilter): Promise<readonly string[]> {
  const tags = compose
    .selectFrom('workflow_tags')
    .innerJoin(selectFiltered(filter).as('listed'), 'listed.workflow_id', 'workflow_tags.workflow_id')
    .select('tag')
    .distinct()
  const query = compose
    .selectFrom(tags.as('tags'))
    .select(asJsonBytes(sql`json_group_array(tag order by tag collate nocase, tag)`))
  return readRows(readers, query)
}

/** How many of these workflows have a tag that contains each of the texts. */
export function countWorkflowsByTag(
  readers: Readers,
  filter: WorkflowFilter,
  tags: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const counts = tags.map((tag) => {
    const having = hasTag([tag], sql.ref('listed.workflow_id'))
    return sql`${tag}, (select count(*) from listed where ${having})`
  })
  return readRows(readers, selectCounts(filter, counts))
}

/** How many of these workflows each of the categories has. */
export function countWorkflowsByCategory(
  readers: Readers,
  filter: WorkflowFilter,
  categories: readonly ('user' | 'default')[],
): Promise<Readonly<Record<string, number>>> {
  const counts = categories.map((category) => sql`${category}, (select count(*) from listed where category = ${category})`)
  return readRows(readers, selectCounts(filter, counts))
}

function selectCounts(filter: WorkflowFilter, counts: readonly Expression<unknown>[]): JsonQuery {
  return compose.with('listed', () => selectFiltered(filter)).selectNoFrom(asJsonBytes(sql`json_object(${sql.join(counts)})`))
}

function selectFiltered({ scope, viewerId, ...filter }: WorkflowFilter) {
  let query = selectWorkflows(compose, viewerId)
  // public ones of others are many: users get them where they ask for them, administrators where they ask for everybody's
  const showsPublic = filter.isPublic === true || scope.kind === 'overseen'
  const isShared = () =>
    showsPublic ? sql`workflows.category = 'default' or workflows.is_public` : sql`workflows.category = 'default'`
  const isListed = isInScope(scope, 'workflows.user_id', isShared)
  if (isListed !== undefined) query = query.where(isListed)
  const { categories, tags, query: text, hasBeenOpened, isPublic, isCallable } = filter
  if (categories) query = query.where('workflows.category', 'in', valuesOf(categories))
  if (tags && tags.length > 0) query = query.where(hasTag(tags, sql.ref('workflows.workflow_id')))
  if (text)
    query = query.where((eb) => eb.or((['name', 'description', 'tags'] as const).map((column) => containsText(column, text))))
  if (hasBeenOpened !== undefined) query = query.where('opened_at', hasBeenOpened ? 'is not' : 'is', null)
  if (isPublic !== undefined) query = query.where('workflows.is_public', '=', isPublic ? 1 : 0)
  if (isCallable !== undefined) query = query.where(sql<SqlBool>`coalesce(compatibility ->> '$.is_callable', 0) = ${isCallable}`)
  return query
}

function hasTag(parts: readonly string[], workflowId: Expression<unknown>) {
  const any = sql.join(
    parts.map((part) => containsText('workflow_tags.tag', part)),
    sql` or `,
  )
  return sql<SqlBool>`exists (select 1 from workflow_tags where workflow_tags.workflow_id = ${workflowId} and (${any}))`
}

function selectWorkflows(db: Queryable, viewerId: string) {
  return db
    .selectFrom('workflows')
    .leftJoin('users', 'users.user_id', 'workflows.user_id')
    .leftJoin('workflow_openings', (join) =>
      join.onRef('workflow_openings.workflow_id', '=', 'workflows.workflow_id').on('workflow_openings.user_id', '=', viewerId),
    )
    .select([
      'workflows.workflow_id',
      'workflows.user_id',
      'users.display_name as owner_display_name',
      'workflows.name',
      'workflows.description',
      'workflows.category',
      'workflows.tags',
      'workflows.is_public',
      'workflows.has_thumbnail',
      'workflows.compatibility',
      'workflows.created_at',
      'workflows.updated_at',
      'workflow_openings.opened_at',
    ])
}

async function replaceTags(tx: Tx<never>, workflowId: string, tags: string): Promise<void> {
  await tx.deleteFrom('workflow_tags').where('workflow_id', '=', workflowId).execute()
  const separate = [...new Set(tags.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
  if (separate.length === 0) return
  await tx
    .insertInto('workflow_tags')
    .values(separate.map((tag) => ({ workflow_id: workflowId, tag })))
    .execute()
}
