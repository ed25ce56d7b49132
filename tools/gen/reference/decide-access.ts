import { type Actor, AppError, type Resource, type ResourceRule } from '@bottega/contracts'
import { type Db, openDatabaseOn, type Tx } from '../../../apps/bottega/src/data/database.ts'
import { applyMigrations } from '../../../apps/bottega/src/data/migrate.ts'
import { createApiKey } from '../../../apps/bottega/src/data/repositories/api-keys.ts'
import { createBoard } from '../../../apps/bottega/src/data/repositories/boards.ts'
import { createBulkDownload } from '../../../apps/bottega/src/data/repositories/bulk-downloads.ts'
import { createImage, trashImages } from '../../../apps/bottega/src/data/repositories/images.ts'
import { createModel } from '../../../apps/bottega/src/data/repositories/models.ts'
import { createStylePreset } from '../../../apps/bottega/src/data/repositories/style-presets.ts'
import { createSystemPrompt } from '../../../apps/bottega/src/data/repositories/system-prompts.ts'
import { createUserSession } from '../../../apps/bottega/src/data/repositories/user-sessions.ts'
import { createUser } from '../../../apps/bottega/src/data/repositories/users.ts'
import { createWorkflow } from '../../../apps/bottega/src/data/repositories/workflows.ts'
import { openSqlite } from '../../../apps/bottega/src/data/sqlite.ts'
import { enqueueBatch } from '../../../apps/bottega/src/queue/enqueue.ts'
import { checkThings } from '../../../apps/bottega/src/services/access.ts'

/** A signed-in caller: somebody else, whose things they are, an administrator. */
export type Caller = 'user' | 'owner' | 'admin'

/** Whether the caller may do this to a private thing of `owner`; undefined when this version has no such things. */
export type Decide = (caller: Caller, rule: Pick<ResourceRule, 'resource' | 'action'>) => Promise<boolean | undefined>

/** The things that are asked about, each of which `owner` has alone. */
const THINGS: Readonly<Partial<Record<Resource, string>>> = {
  board: 'board',
  image: 'image.png',
  download: 'images.zip',
  workflow: 'workflow',
  style_preset: 'preset',
  system_prompt: 'prompt',
  queue: 'default',
  queue_item: '1',
  model: 'model',
  user: 'owner',
  session: 'session',
  api_key: 'key',
}
const TRASHED = 'trashed.png'

/** Opens a store with a thing of each kind, and asks the program's own rules about it. */
export async function openDecisions(): Promise<{ decide: Decide; close(): Promise<void> }> {
  const db = openDatabaseOn(openSqlite(':memory:', 'main'))
  await applyMigrations(db)
  await db.runTransaction(store)
  return { decide: (caller, rule) => decide(db, caller, rule), close: () => db.close() }
}

async function decide(
  db: Db,
  caller: Caller,
  { resource, action }: Pick<ResourceRule, 'resource' | 'action'>,
): Promise<boolean | undefined> {
  const id = action === 'restore' || resource === 'trashed_image' ? TRASHED : THINGS[resource]
  if (id === undefined) return undefined
  const actor: Actor = { userId: caller, role: caller === 'admin' ? 'admin' : 'user', isSystem: false, displayName: null }
  try {
    await checkThings({ db }, actor, { resource, action, ids: [id] })
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

async function store(tx: Tx): Promise<void> {
  const mine = { user_id: 'owner', name: '' }
  const image = {
    user_id: 'owner',
    board_id: null,
    image_origin: 'internal',
    image_category: 'general',
    width: 1,
    height: 1,
  } as const
  await createUser(tx, { user_id: 'owner', email: '', email_folded: '', password_hash: '' })
  const signIn = { remember_me: false, address: '', user_agent: null, expires_at: '9999' }
  await createUserSession(tx, { session_id: 'session', user_id: 'owner', ...signIn })
  await createApiKey(tx, { ...mine, key_id: 'key', scopes: '[]', key_hash: '' })
  await createBoard(tx, { board_id: 'board', user_id: 'owner', board_name: '' })
  for (const image_name of ['image.png', TRASHED]) await createImage(tx, { ...image, image_name })
  await trashImages(tx, [TRASHED])
  await createBulkDownload(tx, {
    bulk_download_item_name: 'images.zip',
    user_id: 'owner',
    status: 'complete',
    expires_at: '9999',
  })
  await createWorkflow(tx, { ...mine, workflow_id: 'workflow', description: '', category: 'user', tags: '', workflow: '{}' })
  const texts = { positive_prompt: '', negative_prompt: '' }
  await createStylePreset(tx, { ...mine, ...texts, style_preset_id: 'preset', type: 'user' })
  await createSystemPrompt(tx, { ...mine, system_prompt_id: 'prompt', content: '' })
  const config = { name: '', base: '', type: '', format: '', hash: '', path: '' }
  await createModel(tx, 'model', JSON.stringify(config))
  const batch = { queueId: 'default', userId: 'owner', origin: null, destination: null, graph: '{}', workflow: null }
  await enqueueBatch(
    tx,
    { ...batch, count: 1, prepend: false, fieldValuesAt: () => null },
    { maxPending: 1, maxPendingPerUser: null },
  )
}
