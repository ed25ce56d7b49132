import { randomUUID } from 'node:crypto'
import { type ApiKey, type ApiKeyScope, type ApiKeyWithSecret, AppError, type NewApiKey } from '@bottega/contracts'
import { drawApiKey } from '../../auth/api-key.ts'
import { hashSecretToken } from '../../auth/secret-tokens.ts'
import { transaction } from '../../data/database.ts'
import { type ApiKeyRecord, createApiKey, deleteApiKeys, listApiKeys } from '../../data/repositories/api-keys.ts'
import { presentTime } from '../../data/time.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { readExpiry } from './expiry.ts'

/**
 * Makes an API key of an account. The key itself is in the answer and nowhere else.
 *
 * @throws AppError `expiry_in_the_past`
 */
export async function makeApiKey(
  { db }: Pick<App, 'db'>,
  userId: string,
  { name, scopes, expires_at }: NewApiKey,
  doer: Doer,
): Promise<ApiKeyWithSecret> {
  const key = drawApiKey()
  const wanted = [...new Set(scopes)]
  const row = {
    key_id: randomUUID(),
    user_id: userId,
    name,
    scopes: JSON.stringify(wanted),
    key_hash: hashSecretToken(key),
    expires_at: readExpiry(expires_at) ?? null,
  }
  const record = await transaction(db, async (tx) => {
    const target = { type: 'user', id: userId } as const
    await recordAudit(tx, doer, {
      action: 'api_key_created',
      target,
      details: { key_id: row.key_id, name, scopes: wanted, expires_at: expires_at ?? null },
    })
    return createApiKey(tx, row)
  })
  return { ...presentApiKey(record), key }
}

/** The API keys of an account, newest first, without the keys. */
export async function listKeys({ db }: Pick<App, 'db'>, userId: string): Promise<ApiKey[]> {
  return (await listApiKeys(db, userId)).map(presentApiKey)
}

/**
 * Takes an API key of an account away, or all of them: they open nothing any more, and their sockets are closed. An owner is told
 * of what others take away.
 *
 * @returns how many there were
 */
export async function removeApiKeys(
  { db }: Pick<App, 'db'>,
  userId: string,
  doer: Doer,
  which: { readonly only?: string } = {},
): Promise<number> {
  return transaction(db, async (tx) => {
    const keyIds = await deleteApiKeys(tx, userId, which)
    if (keyIds.length === 0) return 0
    const target = { type: 'user', id: userId } as const
    for (const key_id of keyIds) await recordAudit(tx, doer, { action: 'api_key_deleted', target, details: { key_id } })
    await noteForeignHand(tx, userId, doer, 'keys_deleted')
    tx.emit({ name: 'account_changed', payload: { user_id: userId } })
    return keyIds.length
  })
}

/**
 * Takes an API key of somebody away.
 *
 * @throws AppError `api_key_not_found`, also for a key of another account
 */
export async function removeApiKeyOf({ db }: Pick<App, 'db'>, userId: string, keyId: string, doer: Doer): Promise<void> {
  if ((await removeApiKeys({ db }, userId, doer, { only: keyId })) === 0) throw new AppError('api_key_not_found', { keyId })
}

function presentApiKey({ key_id, name, scopes, created_at, expires_at, last_used_at }: ApiKeyRecord): ApiKey {
  return {
    id: key_id,
    name,
    // the route that makes keys has read them
    scopes: JSON.parse(scopes) as ApiKeyScope[],
    created_at: presentTime(created_at),
    expires_at: presentTime(expires_at),
    last_used_at: presentTime(last_used_at),
  }
}
