import * as fs from 'node:fs/promises'
import { DEFAULT_QUEUE_ID, ROUTES } from '@bottega/contracts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { countShelves } from '../../data/repositories/images.ts'
import { parseTime } from '../../data/time.ts'
import { countQueue } from '../../queue/counts.ts'
import type { App, ServerEvent } from '../app.ts'
import { type LastBackup, readLastBackup } from '../backup/last-backup.ts'
import { describeForLog } from '../log/log.ts'
import { measureStorage, type StorageUsage } from './storage-usage.ts'

/** A request that was answered. */
export interface AnsweredRequest {
  readonly method: string
  /** Template of its path; undefined where no route took it. */
  readonly route: string | undefined
  readonly status: number
  readonly seconds: number
}

/** What is counted and measured, for Prometheus. No label names people. */
export interface Metrics {
  noteRequest(request: AnsweredRequest): void
  noteEvent(event: ServerEvent): void
  /** All of it as text. */
  write(): Promise<string>
  close(): Promise<void>
}

const STORAGE_EVERY_MS = 12 * 3600 * 1000
const LOGIN_PATH = ROUTES.logIn.path
/** Paths of the interface begin so; all others are files of the page. */
const INTERFACE = /^\/(?:api|health|metrics|openapi\.json|docs)\b/
const WORK_SECONDS = [0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800]
const ENDS: readonly string[] = ['completed', 'failed', 'canceled']

/**
 * Counts and measures a server.
 *
 * @param countSockets  how many sockets are open now
 */
export function createMetrics(
  deps: Pick<App, 'db' | 'root' | 'log' | 'version'>,
  { countSockets }: { readonly countSockets: () => number },
): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'bottega_' })
  const requests = new Counter({
    name: 'bottega_http_requests_total',
    help: 'Requests that were answered, by route and class of status',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const latency = new Histogram({
    name: 'bottega_http_request_duration_seconds',
    help: 'Time to the end of an answer, by route and class of status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const signIns = new Counter({
    name: 'bottega_sign_ins_total',
    help: 'Attempts to sign in with a password, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  for (const outcome of ['success', 'failure', 'throttled']) signIns.inc({ outcome }, 0)
  const work = createWorkMetrics(registers)
  const storage = createStorageMetrics(deps, registers)
  createQueueMetrics(deps, registers)
  createBackupMetrics(deps, registers)
  gauge(registers, 'bottega_open_sockets', 'Open connections for live events', [], (set) => set({}, countSockets()))
  gauge(registers, 'bottega_build_info', 'Version of the program', ['version'], (set) => set({ version: deps.version }, 1))

  return {
    noteRequest({ method, route, status, seconds }) {
      const labels = { route: nameRoute(route), status: `${Math.floor(status / 100)}xx` }
      requests.inc({ method, ...labels })
      latency.observe(labels, seconds)
      if (route === LOGIN_PATH) signIns.inc({ outcome: status < 300 ? 'success' : status === 429 ? 'throttled' : 'failure' })
    },
    noteEvent: work.noteEvent,
    write: () => registry.metrics(),
    async close() {
      await storage.close()
      registry.clear()
    },
  }
}

function nameRoute(route: string | undefined): string {
  if (route === undefined) return 'unknown'
  return INTERFACE.test(route) ? route : 'page'
}

/** What sessions and their nodes take, heard from events. */
function createWorkMetrics(registers: Registry[]) {
  const wait = new Histogram({
    name: 'bottega_queue_wait_seconds',
    help: 'Time from being enqueued to being started',
    buckets: [0.1, 1, 5, 15, 60, 300, 900, 3600, 14_400],
    registers,
  })
  const sessions = new Histogram({
    name: 'bottega_session_duration_seconds',
    help: 'Time that sessions took, by how they ended',
    labelNames: ['outcome'],
    buckets: WORK_SECONDS,
    registers,
  })
  const nodes = new Histogram({
    name: 'bottega_node_duration_seconds',
    help: 'Time that nodes took, by type',
    labelNames: ['node', 'outcome'],
    buckets: WORK_SECONDS,
    registers,
  })
  /** The node that each item runs. */
  const running = new Map<number, { readonly type: string; readonly since: number }>()
  const endNode = (itemId: number, outcome: string) => {
    const node = running.get(itemId)
    running.delete(itemId)
    if (node !== undefined) nodes.observe({ node: node.type, outcome }, (performance.now() - node.since) / 1000)
  }
  return {
    noteEvent({ name, payload }: ServerEvent) {
      switch (name) {
        case 'invocation_started':
          running.set(payload.item_id, { type: payload.invocation.type, since: performance.now() })
          break
        case 'invocation_complete':
          endNode(payload.item_id, 'completed')
          break
        case 'queue_item_status_changed': {
          const { item_id, status, created_at, started_at, completed_at } = payload
          if (status === 'in_progress' && started_at !== null) wait.observe(secondsBetween(created_at, started_at))
          if (!ENDS.includes(status)) break
          // one that was under way when its session ended
          endNode(item_id, status)
          if (started_at !== null && completed_at !== null)
            sessions.observe({ outcome: status }, secondsBetween(started_at, completed_at))
        }
      }
    },
  }
}

function createQueueMetrics({ db }: Pick<App, 'db'>, registers: Registry[]): void {
  gauge(registers, 'bottega_queue_items', 'Items of the queue by status', ['status'], async (set) => {
    const { all } = await countQueue(db, DEFAULT_QUEUE_ID, '')
    for (const [status, count] of Object.entries(all)) set({ status }, count)
  })
}

function createStorageMetrics({ db, root, log }: Pick<App, 'db' | 'root' | 'log'>, registers: Registry[]) {
  const ending = new AbortController()
  let usage: StorageUsage | undefined
  const measure = async () => {
    usage = await measureStorage(root, ending.signal).catch((error) => {
      log.write('warning', `The sizes of images could not be added up: ${describeForLog(error)}`)
      return usage
    })
  }
  let last = measure()
  const timer = setInterval(() => {
    last = last.then(measure)
  }, STORAGE_EVERY_MS)
  timer.unref()

  gauge(registers, 'bottega_images', 'Images by where they are', ['place'], async (set) => {
    for (const { shelf, images } of await countShelves(db)) set({ place: shelf }, images)
  })
  gauge(registers, 'bottega_storage_bytes', 'Bytes on the disk; of images as of the last look', ['kind'], async (set) => {
    const { size } = await fs.stat(db.sqlite.path)
    set({ kind: 'database' }, size)
    if (usage === undefined) return
    set({ kind: 'images' }, usage.images)
    set({ kind: 'thumbnails' }, usage.thumbnails)
  })
  gauge(registers, 'bottega_storage_measured_timestamp_seconds', 'When the sizes of images were looked at', [], (set) => {
    if (usage !== undefined) set({}, usage.measuredAt.getTime() / 1000)
  })
  gauge(registers, 'bottega_storage_free_bytes', 'Bytes that are free on the disk of the root', [], async (set) => {
    const { bavail, bsize } = await fs.statfs(root.root)
    set({}, bavail * bsize)
  })
  return {
    async close() {
      clearInterval(timer)
      ending.abort()
      await last
    },
  }
}

function createBackupMetrics({ root }: Pick<App, 'root'>, registers: Registry[]): void {
  gauge(registers, 'bottega_backup_success_timestamp_seconds', 'When the last good backup was begun', [], async (set) => {
    const last = await readLastBackup(root)
    const at = readGoodTime(last)
    if (at !== undefined) set({}, at / 1000)
  })
  gauge(registers, 'bottega_backup_age_seconds', 'How long ago the last good backup was begun', [], async (set) => {
    const last = await readLastBackup(root)
    const at = readGoodTime(last)
    if (at !== undefined) set({}, (Date.now() - at) / 1000)
  })
  gauge(registers, 'bottega_backup_failed', 'Whether the last backup failed: 1 or 0', [], async (set) => {
    const last = await readLastBackup(root)
    set({}, last?.outcome === 'failure' ? 1 : 0)
  })
}

/** None for a time to come, as a clock that has stepped back leaves it: it would warn nobody until then. */
function readGoodTime(last: Pick<LastBackup, 'succeeded_at'> | undefined): number | undefined {
  const at = Date.parse(last?.succeeded_at ?? '')
  return at <= Date.now() ? at : undefined
}

type SetGauge = (labels: Readonly<Record<string, string>>, value: number) => void

/** A figure that is looked up whenever somebody asks. One that cannot be is left out, and the others are told. */
function gauge(
  registers: Registry[],
  name: string,
  help: string,
  labelNames: string[],
  read: (set: SetGauge) => Promise<void> | void,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers,
    async collect() {
      this.reset()
      try {
        await read((labels, value) => this.set(labels, value))
      } catch {
        this.reset()
      }
    },
  })
}

function secondsBetween(start: string, end: string): number {
  return Math.max(0, (parseTime(end).getTime() - parseTime(start).getTime()) / 1000)
}
