import { sql } from 'kysely'
import type { Queryable } from '../database.ts'
import { isInScope, type Scope } from '../scope.ts'
import type { NewRow, Row, RowChanges } from '../tables.ts'
import { NOW } from '../time.ts'

/** A text that tells a language model what to do, with the name of its owner. */
export interface SystemPromptRecord extends Row<'system_prompts'> {
  readonly owner_display_name: string | null
}

/** Stores a system prompt. */
export async function createSystemPrompt(db: Queryable, prompt: NewRow<'system_prompts'>): Promise<void> {
  await db.insertInto('system_prompts').values(prompt).execute()
}

/** A system prompt by its id. */
export async function findSystemPrompt(db: Queryable, id: string): Promise<SystemPromptRecord | undefined> {
  return selectSystemPrompts(db).where('system_prompt_id', '=', id).executeTakeFirst()
}

/** System prompts by name, in any letter case; `visible` stands for own and public ones. */
export async function listSystemPrompts(db: Queryable, scope: Scope): Promise<SystemPromptRecord[]> {
  let query = selectSystemPrompts(db)
  const isListed = isInScope(scope, 'system_prompts.user_id', () => sql`system_prompts.is_public`)
  if (isListed !== undefined) query = query.where(isListed)
  return query.orderBy(sql`lower(name)`).orderBy('system_prompt_id').execute()
}

/** Changes a system prompt; what is left out stays. */
export async function updateSystemPrompt(
  db: Queryable,
  id: string,
  changes: Pick<RowChanges<'system_prompts'>, 'name' | 'content' | 'is_public'>,
): Promise<void> {
  await db
    .updateTable('system_prompts')
    .set({ ...changes, updated_at: NOW })
    .where('system_prompt_id', '=', id)
    .execute()
}

/** Deletes a system prompt. */
export async function deleteSystemPrompt(db: Queryable, id: string): Promise<void> {
  await db.deleteFrom('system_prompts').where('system_prompt_id', '=', id).execute()
}

function selectSystemPrompts(db: Queryable) {
  return db
    .selectFrom('system_prompts')
    .leftJoin('users', 'users.user_id', 'system_prompts.user_id')
    .selectAll('system_prompts')
    .select('users.display_name as owner_display_name')
}
