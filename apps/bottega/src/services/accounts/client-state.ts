import { type Actor, AppError } from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import {
  deleteClientState,
  findClientState,
  listClientStateKeys,
  replaceClientState,
  saveClientState,
} from '../../data/repositories/client-state.ts'
import type { App } from '../app.ts'

/** A text that a page keeps, and the tag of its version. */
export interface TaggedState {
  readonly value: string | null
  readonly etag: string
}

/** What the actor's page keeps under a key. */
export async function getClientState({ db }: Pick<App, 'db'>, actor: Actor, key: string): Promise<TaggedState> {
  const state = await findClientState(db, actor.userId, key)
  return { value: state?.value ?? null, etag: tagVersion(state?.version) }
}

/**
 * Keeps a text under a key of the actor.
 *
 * @param ifMatch  the tag that the writer knows; without it the last writer wins
 * @throws AppError `client_state_stale` with what is there
 */
export async function setClientState(
  { db }: Pick<App, 'db'>,
  actor: Actor,
  key: string,
  { value, ifMatch }: { readonly value: string; readonly ifMatch: string | undefined },
): Promise<TaggedState> {
  const wanted = ifMatch?.trim().replace(/^W\//, '')
  if (wanted === undefined || wanted === '*') {
    return { value, etag: tagVersion(await saveClientState(db, actor.userId, key, value)) }
  }
  return transaction(db, async (tx) => {
    const before = await findClientState(tx, actor.userId, key)
    if (!wanted.split(',').some((tag) => tag.trim() === tagVersion(before?.version))) {
      throw new AppError('client_state_stale', { value: before?.value ?? null })
    }
    if (before === undefined) return { value, etag: tagVersion(await saveClientState(tx, actor.userId, key, value)) }
    const result = await replaceClientState(tx, actor.userId, key, { value, ifVersion: before.version })
    // nothing comes between two statements of a transaction
    return { value, etag: tagVersion('version' in result ? result.version : before.version) }
  })
}

function tagVersion(version: number | undefined): string {
  return `"${version ?? 0}"`
}

/** The actor's keys that begin with a text, the latest written first. */
export function listClientKeys({ db }: Pick<App, 'db'>, actor: Actor, prefix: string): Promise<string[]> {
  return listClientStateKeys(db, actor.userId, prefix)
}

/** Forgets a key of the actor. */
export function deleteClientKey({ db }: Pick<App, 'db'>, actor: Actor, key: string): Promise<void> {
  return deleteClientState(db, actor.userId, key)
}

/** Forgets all keys of the actor. */
export function deleteClientKeys({ db }: Pick<App, 'db'>, actor: Actor): Promise<void> {
  return deleteClientState(db, actor.userId)
}
