import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Actor, readSettings, type Settings, SYSTEM_ACTOR } from '@bottega/contracts'
import { openTemporaryStore } from '../../data/temporary-store.ts'
import { createEventBus } from '../../events/bus.ts'
import { createImageFiles } from '../../files/image-files.ts'
import { rootPaths } from '../../files/root.ts'
import { createWorkerHost, type WorkerHostOptions } from '../../worker/host.ts'
import type { ServerEvent } from '../app.ts'
import { createLog } from '../log/log.ts'
import { enqueue } from '../queue/enqueue.ts'
import { createSessions } from '../queue/sessions.ts'

/** How a server for a test differs from an ordinary one. */
export interface SessionServerOptions {
  /** File of the worker's program, or none for a server without workers. */
  readonly workerFile: string | undefined
  readonly workers?: number
  readonly settings?: Partial<Settings>
  readonly obeyWithinMs?: WorkerHostOptions['obeyWithinMs']
}

/** The part of a server that runs sessions, on a store of its own, with everything that it has told. */
export async function openSessionServer({ workerFile, workers = 1, settings = {}, obeyWithinMs = 2000 }: SessionServerOptions) {
  const bus = createEventBus()
  const told: ServerEvent[] = []
  const store = await openTemporaryStore<ServerEvent>({ deliver: (event) => bus.publish(event) })
  const root = rootPaths(store.root)
  const logged: string[] = []
  const deps = {
    db: store.db,
    readers: store.readers,
    events: bus,
    root,
    images: createImageFiles(root.images),
    log: createLog({ level: 'warning' }, (line) => logged.push(line)),
    settings: {
      values: { ...readSettings({}).values, ...settings },
      sources: readSettings({}).sources,
      warnings: [],
      show: () => ({ set_fields: [], config: {} }),
      update: async () => {},
    },
  }
  const open = () =>
    createSessions(
      deps,
      Array.from({ length: workerFile === undefined ? 0 : workers }, (_, at) => ({
        device: `cpu:${at}`,
        host: createWorkerHost({ entry: pathToFileURL(workerFile ?? ''), obeyWithinMs }),
      })),
    )
  const sessions = open()
  const listeners = new Set<() => void>()
  bus.subscribe((event) => {
    told.push(event)
    for (const listener of listeners) listener()
  })

  /** Waits until something has been told that fits. */
  function hear(fits: (event: ServerEvent) => boolean): Promise<ServerEvent> {
    return new Promise((resolve) => {
      const look = () => {
        const found = told.find(fits)
        if (found === undefined) return
        listeners.delete(look)
        resolve(found)
      }
      listeners.add(look)
      look()
    })
  }

  return {
    ...deps,
    sessions,
    /** Makes the sessions of the next server on this store. */
    open,
    told,
    logged,
    hear,
    reads: { ...deps, sessions },
    /** Enqueues a graph and tells the ids of the new items, the newest first. */
    async enqueue(graph: object, { actor = SYSTEM_ACTOR, ...batch }: { actor?: Actor; data?: never; runs?: number } = {}) {
      const { item_ids } = await enqueue({ ...deps, sessions }, actor, { batch: { graph, ...batch }, prepend: false })
      return item_ids
    },
    /** Waits until an item has a status. */
    hearStatus: (itemId: number, ...statuses: string[]) =>
      hear(
        ({ name, payload }) =>
          name === 'queue_item_status_changed' && payload.item_id === itemId && statuses.includes(payload.status),
      ),
    async [Symbol.asyncDispose]() {
      await sessions.stop()
      await store.close()
    },
  }
}

/** A path of the build in which the worker lies. */
export function workerFileIn(dist: string): string {
  return join(dist, 'worker.js')
}
