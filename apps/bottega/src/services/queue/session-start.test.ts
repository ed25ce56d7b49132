import { expect, test } from 'vitest'
import { transaction } from '../../data/database.ts'
import { endItem } from '../../queue/end.ts'
import { listItemIds } from '../../queue/list.ts'
import { claim, enqueue } from '../../queue/testing.ts'
import { openSessionServer, type SessionServerOptions } from '../testing/session-server.ts'

/** A server that starts on three items that ended, one that ran and one that waits. */
async function startOn(settings: NonNullable<SessionServerOptions['settings']>) {
  const server = await openSessionServer({ workerFile: undefined, settings })
  await enqueue(server.db, { count: 5, userId: 'system' })
  for (let at = 0; at < 3; at++) {
    const item = (await claim(server.db))!
    await transaction(server.db, (tx) => endItem(tx, item, { status: 'completed' }))
  }
  await claim(server.db)
  await server.sessions.start()
  return server
}

test('a start puts back what ran, and keeps what waits and what ended', async () => {
  await using server = await startOn({})
  const items = await server.db.selectFrom('queue_items').select(['item_id', 'status', 'attempt']).orderBy('item_id').execute()
  expect(items.map(({ status, attempt }) => [status, attempt])).toEqual([
    ['completed', 1],
    ['completed', 1],
    ['completed', 1],
    ['pending', 2],
    ['pending', 1],
  ])
})

test.each([
  [{ max_queue_history: 1 }, [3, 4, 5]],
  [{ max_queue_history: 0 }, [4, 5]],
  [{ clear_queue_on_startup: true }, []],
  [{ clear_queue_on_startup: true, max_queue_history: 1 }, []],
])('with %o it keeps the items %j', async (settings, kept) => {
  await using server = await startOn(settings)
  expect(await listItemIds(server.db, 'default', 'asc')).toEqual(kept)
  const { pending, completed } = await server.db.selectFrom('queue_users').selectAll().executeTakeFirstOrThrow()
  expect(pending + completed).toBe(kept.length)
})
