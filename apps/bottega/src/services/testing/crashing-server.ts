import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { readSettings } from '@bottega/contracts'
import { openDatabaseOn, transaction } from '../../data/database.ts'
import { findUnknownImages } from '../../data/repositories/images.ts'
import { openSqlite, type Sqlite } from '../../data/sqlite.ts'
import { createEventBus } from '../../events/bus.ts'
import { createImageFiles } from '../../files/image-files.ts'
import { rootPaths } from '../../files/root.ts'
import { enqueueBatch } from '../../queue/enqueue.ts'
import type { WorkerHost } from '../../worker/host.ts'
import type { ServerEvent } from '../app.ts'
import { finishRemovals } from '../image-removal.ts'
import { createLog } from '../log.ts'
import { createSessions } from '../sessions.ts'

/*
 * The part of a server that runs sessions, in a process of its own: `node crashing-server.js ROOT [KIND NUMBER]` enqueues two items where
 * there are none, runs them with a worker that saves one image each, and ends. With a point it kills itself there: before or after
 * the NUMBERth commit, or before the NUMBERth act on the disk.
 */

const ITEMS = 2
const [path = '', kind = '', number = ''] = process.argv.slice(2)
const counts = new Map<string, number>()

function pass(point: string): void {
  const count = (counts.get(point) ?? 0) + 1
  counts.set(point, count)
  if (point === kind && count === Number(number)) process.kill(process.pid, 'SIGKILL')
}

function watchCommits(sqlite: Sqlite): Sqlite {
  return {
    ...sqlite,
    get isInTransaction() {
      return sqlite.isInTransaction
    },
    prepare(sql) {
      const statement = sqlite.prepare(sql)
      if (sql !== 'commit') return statement
      return {
        ...statement,
        run(parameters) {
          pass('before-commit')
          const result = statement.run(parameters)
          pass('after-commit')
          return result
        },
      }
    },
  }
}

const disk = {
  open: watchAct(fs.open),
  link: watchAct(fs.link),
  rename: watchAct(fs.rename),
  unlink: watchAct(fs.unlink),
}

function watchAct<Arguments extends unknown[], Result>(act: (...given: Arguments) => Promise<Result>) {
  return (...given: Arguments) => {
    pass('disk')
    return act(...given)
  }
}

const worker: Pick<WorkerHost, 'run' | 'clearCache' | 'closeModels' | 'close'> = {
  async run({ sessionId }, { host, onReport }) {
    onReport({ kind: 'started', node: { id: 'p', type: 'blank_image' }, sourceId: 'n' })
    const image_name = await host.saveImage({
      bytes: Buffer.from(`picture of ${sessionId}`),
      thumbnail: Buffer.from('thumbnail'),
      width: 8,
      height: 8,
      category: 'general',
      isIntermediate: false,
      boardId: null,
      metadata: null,
      nodeId: 'p',
    })
    onReport({ kind: 'completed', result: { type: 'image_output', image: { image_name } } })
    return { outcome: 'completed', session: '{}', cache: { size: 0, hits: 0, misses: 0 } }
  },
  clearCache() {},
  closeModels() {},
  async close() {},
}

const root = rootPaths(path)
const bus = createEventBus()
const db = openDatabaseOn<ServerEvent>(watchCommits(openSqlite(join(root.databases, 'bottega.db'), 'main')), {
  deliver: (event) => bus.publish(event),
})
const deps = {
  db,
  events: bus,
  root,
  images: createImageFiles(root.images, disk),
  log: createLog('warning', console.error),
  settings: {
    values: readSettings({}).values,
    sources: readSettings({}).sources,
    warnings: [],
    show: () => ({ set_fields: [], config: {} }),
    update: async () => {},
  },
}
const sessions = createSessions(deps, [{ device: 'cpu', host: worker }])

async function endWhenDone(): Promise<void> {
  const open = await db.selectFrom('queue_items').select('item_id').where('status', 'in', ['pending', 'in_progress']).execute()
  if (open.length > 0) return
  await sessions.stop()
  await db.close()
  process.exit(0)
}

await deps.images.finishUnfinished((names) => findUnknownImages(db, names))
await finishRemovals(deps)
await sessions.start()
if ((await db.selectFrom('batches').select('batch_id').execute()).length === 0) {
  const nothing = { origin: null, destination: null, workflow: null, prepend: false, fieldValuesAt: () => null }
  const batch = { queueId: 'default', userId: 'system', graph: '{}', count: ITEMS, ...nothing }
  await transaction(db, (tx) => enqueueBatch(tx, batch, { maxPending: 10, maxPendingPerUser: null }))
  sessions.wake()
}
bus.subscribe(({ name }) => {
  if (name === 'queue_item_status_changed') setImmediate(endWhenDone)
})
await endWhenDone()
