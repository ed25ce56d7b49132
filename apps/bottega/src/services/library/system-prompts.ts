import { randomUUID } from 'node:crypto'
import { type Actor, missingError, type NewSystemPrompt, type SystemPrompt, type SystemPromptChanges } from '@bottega/contracts'
import {
  createSystemPrompt,
  deleteSystemPrompt,
  findSystemPrompt,
  listSystemPrompts,
  type SystemPromptRecord,
  updateSystemPrompt,
} from '../../data/repositories/system-prompts.ts'
import { findLibraryAccess } from '../../policies/library.ts'
import { type AskedScope, listScope } from '../../policies/scopes.ts'
import type { App } from '../app.ts'
import { presentOwnership } from '../presenters.ts'

type Store = Pick<App, 'db'>

/** The system prompts that the actor sees, by name. */
export async function showSystemPrompts({ db }: Store, actor: Actor, scope: AskedScope): Promise<SystemPrompt[]> {
  return (await listSystemPrompts(db, listScope(actor, scope))).map((prompt) => present(prompt, actor))
}

/** Keeps a new system prompt, which only its owner sees; one of single-user mode is for all when accounts come. */
export async function makeSystemPrompt(deps: Store, actor: Actor, prompt: NewSystemPrompt): Promise<SystemPrompt> {
  const id = randomUUID()
  await createSystemPrompt(deps.db, { system_prompt_id: id, user_id: actor.userId, is_public: actor.isSystem, ...prompt })
  return getSystemPrompt(deps, actor, id)
}

/** @throws AppError `system_prompt_not_found` */
export async function getSystemPrompt({ db }: Store, actor: Actor, id: string): Promise<SystemPrompt> {
  const prompt = await findSystemPrompt(db, id)
  if (prompt === undefined) throw missingError('system_prompt', id)
  return present(prompt, actor)
}

/** Changes what is sent of a system prompt. */
export async function changeSystemPrompt(
  deps: Store,
  actor: Actor,
  id: string,
  { name, content, is_public }: SystemPromptChanges,
): Promise<SystemPrompt> {
  await updateSystemPrompt(deps.db, id, {
    ...(name != null && { name }),
    ...(content != null && { content }),
    ...(is_public != null && { is_public }),
  })
  return getSystemPrompt(deps, actor, id)
}

/** Deletes a system prompt. */
export async function removeSystemPrompt({ db }: Store, id: string): Promise<void> {
  await deleteSystemPrompt(db, id)
}

function present(prompt: SystemPromptRecord, actor: Actor): SystemPrompt {
  const { system_prompt_id, name, content, user_id, is_public, created_at, updated_at } = prompt
  return {
    id: system_prompt_id,
    name,
    content,
    user_id,
    is_public: is_public === 1,
    created_at,
    updated_at,
    ...presentOwnership(prompt, findLibraryAccess(actor, { ...prompt, isDefault: false })),
  }
}
