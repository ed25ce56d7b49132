import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import sharp from 'sharp'
import { type Db, openDatabase } from '../../data/database.ts'
import { rootDatabasePath } from '../../data/root-database.ts'
import { rootPaths } from '../../files/root.ts'
import type { CrashEvent } from './crash-root.ts'

/** What a client knows for certain of what it did. */
export interface Expectations {
  /** Items that were enqueued, and acknowledged. */
  readonly acknowledged: ReadonlySet<number>
  /** Items of each batch. */
  readonly runs: number
  /** Whether items may have been deleted, by their ids. */
  mayBeGone(itemId: number): boolean
  mayBeCanceled(itemId: number): boolean
  mayFail(itemId: number): boolean
  /** Pictures that each item saves, as `width intermediate`. */
  readonly pictures: readonly string[]
  readonly told: readonly CrashEvent[]
  /** The number of the newest server. */
  readonly life: number
  /** Whether a server has had the time to put everything in order and to end all items. */
  readonly isAtRest: boolean
  /** Pictures that were looked at before need not be decoded again. */
  readonly seen: Set<string>
}

const ENDS = new Set(['completed', 'failed', 'canceled'])

/** Everything that is wrong with what a root holds, in words. */
export async function findViolations(path: string, expected: Expectations): Promise<string[]> {
  const db = openDatabase(rootDatabasePath(path))
  try {
    const images = await db.selectFrom('images').selectAll().execute()
    const items = await db.selectFrom('queue_items').selectAll().orderBy('item_id').execute()
    return [
      ...checkStore(db),
      ...checkItems(items, expected),
      ...(await checkBatches(db, items, expected)),
      ...checkOrigins(images, items, expected),
      ...(await checkResults(db)),
      ...(await checkFiles(path, images, expected)),
      ...(await checkCounts(db)),
      ...(expected.isAtRest ? await checkLeftovers(db, path, images) : []),
      ...checkEvents(items, expected),
    ]
  } finally {
    await db.close()
  }
}

type Item = Awaited<ReturnType<typeof listItems>>[number]
type Image = Awaited<ReturnType<typeof listImages>>[number]
const listItems = (db: Db) => db.selectFrom('queue_items').selectAll().execute()
const listImages = (db: Db) => db.selectFrom('images').selectAll().execute()

function checkStore({ sqlite }: Db): string[] {
  const [sound] = sqlite.prepare('pragma integrity_check').all([])
  const broken = sqlite.prepare('pragma foreign_key_check').all([])
  return [
    ...(sound?.integrity_check === 'ok' ? [] : [`integrity_check says ${JSON.stringify(sound)}`]),
    ...broken.map((row) => `a row refers to nothing: ${JSON.stringify(row)}`),
  ]
}

function checkItems(items: readonly Item[], expected: Expectations): string[] {
  const there = new Set(items.map(({ item_id }) => item_id))
  const lost = [...expected.acknowledged].filter((itemId) => !there.has(itemId) && !expected.mayBeGone(itemId))
  return [...lost.map((itemId) => `item ${itemId} is lost`), ...items.flatMap((item) => checkItem(item, expected))]
}

function checkItem(item: Item, { mayBeCanceled, mayFail, isAtRest }: Expectations): string[] {
  const { item_id, status, attempt, claim_token, started_at, completed_at, error_type } = item
  const isRunning = status === 'in_progress'
  const rules: Readonly<Record<string, boolean>> = {
    'has not ended': !isAtRest || ENDS.has(status),
    'waits for a workflow that it never called': status !== 'waiting',
    'has had too many attempts': attempt === 1 || attempt === 2,
    'is claimed without running, or runs without being claimed': (claim_token !== null) === isRunning,
    'runs without having started': !isRunning || started_at !== null,
    'started before it runs': status !== 'pending' || started_at === null,
    'has no end, or has one too early': (completed_at !== null) === ENDS.has(status),
    'was canceled by nobody': status !== 'canceled' || mayBeCanceled(item_id),
    [`failed by ${error_type} at attempt ${attempt}`]:
      status !== 'failed' || (mayFail(item_id) && error_type === 'WorkerDied' && attempt === 2),
  }
  return Object.entries(rules).flatMap(([fault, holds]) => (holds ? [] : [`item ${item_id} (${status}) ${fault}`]))
}

/** A batch of two is there whole or not at all, but for what was deleted since. */
async function checkBatches(db: Db, items: readonly Item[], { runs, mayBeGone }: Expectations): Promise<string[]> {
  const first = items.filter(({ retried_from_item_id }) => retried_from_item_id === null)
  const partial = first.filter(({ batch_id, item_id }) => {
    const whole = first.filter((item) => item.batch_id === batch_id)
    // ids of a batch follow each other
    return whole.length !== runs && ![-1, 0, 1].some((step) => mayBeGone(item_id + step))
  })
  const { rows } = await sql<{ batch_id: string }>`
    select batch_id from batches where not exists (select 1 from queue_items where queue_items.batch_id = batches.batch_id)`.execute(
    db,
  )
  return [
    ...rows.map(({ batch_id }) => `batch ${batch_id} has no items`),
    ...partial.map(({ item_id }) => `item ${item_id} is there without all others of its batch`),
  ]
}

/** No picture twice of one item, all of them of those that completed, and none of attempts that were given up. */
function checkOrigins(images: readonly Image[], items: readonly Item[], { pictures, isAtRest }: Expectations): string[] {
  const bySession = new Map(items.map(({ session_id }) => [session_id, [] as string[]]))
  for (const { session_id, width, is_intermediate } of images)
    bySession.get(session_id ?? '')?.push(`${width} ${is_intermediate}`)
  return items.flatMap(({ item_id, session_id, status }) => {
    const own = (bySession.get(session_id) ?? []).sort()
    const about = `item ${item_id} (${status}) has the pictures ${own.join(', ')}`
    const isDoubled = new Set(own).size !== own.length
    const isPartial = status === 'completed' && own.join() !== [...pictures].sort().join()
    const isEarly = status === 'pending' && isAtRest && own.length > 0
    return isDoubled || isPartial || isEarly ? [about] : []
  })
}

/** What a session says that it made is there. */
async function checkResults(db: Db): Promise<string[]> {
  const { rows } = await sql<{ item_id: number; image_name: string }>`
    select queue_sessions.item_id, result.value ->> '$.image.image_name' as image_name
    from queue_sessions join queue_items using (item_id), json_each(queue_sessions.session, '$.results') as result
    where status = 'completed' and image_name is not null
    and image_name not in (select image_name from images where images.session_id = queue_items.session_id)`.execute(db)
  return rows.map(({ item_id, image_name }) => `item ${item_id} says that it made ${image_name}, which is not its`)
}

/** Every picture of the gallery is whole, and so is its thumbnail. */
async function checkFiles(path: string, images: readonly Image[], { seen }: Expectations): Promise<string[]> {
  const folder = rootPaths(path).images
  const faults: string[] = []
  for (const { image_name, width, height } of images) {
    if (seen.has(image_name)) continue
    try {
      const picture = await sharp(await readFile(join(folder, image_name)))
        .raw()
        .toBuffer({ resolveWithObject: true })
      if (picture.info.width !== width || picture.info.height !== height)
        faults.push(`${image_name} is not as large as its row says`)
      await sharp(await readFile(join(folder, 'thumbnails', image_name.replace('.png', '.webp'))))
        .raw()
        .toBuffer()
      seen.add(image_name)
    } catch (error) {
      faults.push(`${image_name} is listed, but not whole: ${error}`)
    }
  }
  return faults
}

/** The counts that are kept are those that counting gives. */
async function checkCounts(db: Db): Promise<string[]> {
  const statuses = ['pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled']
  const kept = sql.join(statuses.map((status) => sql.ref(status)))
  const counted = sql.join(statuses.map((status) => sql`sum(status = ${status})`))
  const queries = [
    sql`select 'of user' as what, queue_id || user_id as id, json_array(${kept}) as counts from queue_users where ${sum(statuses)} > 0
      except select 'of user', queue_id || user_id, json_array(${counted}) from queue_items group by queue_id, user_id`,
    sql`select 'of batch' as what, batch_id as id, json_array(${kept}) as counts from batch_counts
      except select 'of batch', batch_id, json_array(${counted}) from queue_items group by batch_id`,
    sql`select 'of images' as what, board_id || user_id || shelf || image_category || image_origin || starred as id, images as counts
      from image_counts where images <> 0
      except select 'of images', coalesce(board_id, 'none') || user_id || shelf || image_category || image_origin || starred, count(*)
      from images group by board_id, user_id, shelf, image_category, image_origin, starred`,
  ]
  const faults: string[] = []
  for (const query of queries) {
    const { rows } = await query.execute(db)
    for (const row of rows) faults.push(`a count is wrong: ${JSON.stringify(row)}`)
  }
  const { rows } = await sql<{ kept: number; counted: number }>`
    select (select coalesce(sum(images), 0) from image_counts) as kept, (select count(*) from images) as counted`.execute(db)
  if (rows[0]?.kept !== rows[0]?.counted) faults.push(`counts of images: ${JSON.stringify(rows[0])}`)
  return faults
}

function sum(statuses: readonly string[]) {
  return sql.join(
    statuses.map((status) => sql.ref(status)),
    sql` + `,
  )
}

/** Files and rows are the same pictures, and nothing unfinished is left. */
async function checkLeftovers(db: Db, path: string, images: readonly Image[]): Promise<string[]> {
  const folder = rootPaths(path).images
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : []))
  const meant = new Set(images.flatMap(({ image_name }) => [image_name, `thumbnails/${image_name.replace('.png', '.webp')}`]))
  const removals = await db.selectFrom('file_removals').select('image_name').execute()
  return [
    ...files.filter((file) => !meant.has(file)).map((file) => `${file} is left behind`),
    ...removals.map(({ image_name }) => `${image_name} is still to be removed`),
  ]
}

/** Statuses are told in their order, an end is the last, and what was told last is how it is, but for what a death kept from being told. */
function checkEvents(items: readonly Item[], { told, life, isAtRest }: Expectations): string[] {
  const faults: string[] = []
  const last = new Map<number, CrashEvent>()
  for (const event of told) {
    if (event.name !== 'queue_item_status_changed' || event.itemId === undefined) continue
    const before = last.get(event.itemId)
    if (before !== undefined && before.sequence >= event.sequence) {
      faults.push(`item ${event.itemId} was told ${event.status} (${event.sequence}) after ${before.status} (${before.sequence})`)
    }
    if (before !== undefined && ENDS.has(before.status ?? '')) faults.push(`item ${event.itemId} was told of after its end`)
    last.set(event.itemId, event)
  }
  for (const { item_id, status, status_sequence } of items) {
    const event = last.get(item_id)
    if (event === undefined) continue
    // those that are canceled together are told of together, and a death keeps things from being told
    const mayLag = status === 'canceled' || event.life !== life || !isAtRest
    if (event.sequence < status_sequence && mayLag) continue
    if (event.sequence !== status_sequence || event.status !== status) {
      faults.push(`item ${item_id} is ${status} (${status_sequence}), but ${event.status} (${event.sequence}) was told`)
    }
  }
  return faults
}
