import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Told } from './crashing-server.ts'
import { countOrders, listWorkers, ORDER_VARIABLE, writeOrders } from './order.ts'
import type { CrashPoint } from './points.ts'

/** An event of one of the servers that a root has had. */
export type CrashEvent = Exclude<Told, { readonly url: string }> & {
  /** The number of the server. */
  readonly life: number
}

/** A root whose servers die, seen by a client that goes on. */
export interface CrashRoot {
  readonly path: string
  readonly told: readonly CrashEvent[]
  /** The number of the newest server. */
  readonly life: number
  /** Whether a server is there. */
  readonly isAlive: boolean
  /** Says who is to be killed where, one after the other. */
  order(...points: CrashPoint[]): void
  /** Whether every order has been carried out. */
  readonly isOver: boolean
  /** Forks a server and waits until it listens or is dead. */
  start(): Promise<void>
  /** Kills the server or its worker, wherever they are. */
  kill(victim: CrashPoint['kills']): void
  /** Process ids of workers that outlived their servers. */
  findOrphans(): number[]
  /** Asks the server; undefined when it died before it answered. */
  ask(method: string, path: string, json?: unknown): Promise<{ readonly status: number; readonly json: never } | undefined>
  /** Waits until this server tells of something that fits; false when it died before. */
  hear(fits: (event: CrashEvent) => boolean): Promise<boolean>
  /** Waits for the end of this server. */
  waitForDeath(): Promise<void>
  /** Starts servers, and lets them take items, until nothing is left to do. */
  drain(): Promise<void>
  /** Ends the server in order. @returns its exit code */
  stop(): Promise<number | null>
  remove(): Promise<void>
}

/** Servers that one wait for rest may take. */
const MAX_STARTS = 5

/** Where the routes of the queue begin. */
export const QUEUE = '/api/v1/queue/default'

interface Life {
  readonly number: number
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  url: string | undefined
}

/** A new root. */
export async function openCrashRoot(program: string): Promise<CrashRoot> {
  const folder = await mkdtemp(join(tmpdir(), 'bottega crashes '))
  const path = join(folder, 'root')
  const orders = join(folder, 'orders.json')
  writeOrders(orders, [])
  const told: CrashEvent[] = []
  const listeners = new Set<() => void>()
  let life: Life | undefined
  let lives = 0

  function waitUntil<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const listener = () => {
        const found = look()
        if (found === undefined) return
        listeners.delete(listener)
        resolve(found)
      }
      listeners.add(listener)
      listener()
    })
  }

  const notify = () => {
    for (const listener of [...listeners]) listener()
  }

  async function start(): Promise<void> {
    const number = ++lives
    const child = fork(program, [path], {
      env: { ...process.env, [ORDER_VARIABLE]: orders },
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const own: Life = { number, child, ended: once(child, 'exit'), url: undefined }
    life = own
    child.on('message', (message: Told) => {
      if ('url' in message) own.url = message.url
      else told.push({ ...message, life: number })
      notify()
    })
    child.on('exit', () => {
      if (life === own) life = undefined
      notify()
    })
    await waitUntil(() => (life !== own || own.url !== undefined ? true : undefined))
  }

  async function ask(method: string, to: string, json?: unknown) {
    const own = life
    if (own?.url === undefined) return undefined
    try {
      const answer = await fetch(own.url + to, {
        method,
        ...(json !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
      })
      return { status: answer.status, json: (await answer.json()) as never }
    } catch {
      // the connection ends with the process, whose exit is told a moment later
      await own.ended
      return undefined
    }
  }

  function hear(fits: (event: CrashEvent) => boolean, from = 0): Promise<boolean> {
    const own = life
    return waitUntil(() => {
      if (told.slice(from).some((event) => event.life === own?.number && fits(event))) return true
      return life !== own || own === undefined ? false : undefined
    })
  }

  return {
    path,
    told,
    get life() {
      return lives
    },
    get isAlive() {
      return life !== undefined
    },
    order: (...points) => writeOrders(orders, points),
    get isOver() {
      return countOrders(orders) === 0
    },
    start,
    kill(victim) {
      if (victim === 'server') life?.child.kill('SIGKILL')
      else killProcess(listWorkers(orders).at(-1))
    },
    findOrphans: () => (life === undefined ? listWorkers(orders).filter(isThere) : []),
    ask,
    hear,
    async waitForDeath() {
      await life?.ended
    },
    async drain() {
      for (let starts = 0; starts < MAX_STARTS; ) {
        if (life === undefined) {
          starts++
          await start()
        }
        const seen = told.length
        const status = (await ask('PUT', `${QUEUE}/processor/resume`)) && (await ask('GET', `${QUEUE}/status`))
        if (status === undefined) continue
        const { pending, in_progress } = (status.json as { readonly queue: Readonly<Record<string, number>> }).queue
        if (pending === 0 && in_progress === 0) return
        await hear(({ name }) => name.startsWith('queue_'), seen)
      }
      throw new Error(`the server died ${MAX_STARTS} times`)
    },
    async stop() {
      const own = life
      if (own === undefined) return null
      own.child.send('close')
      await own.ended
      return own.child.exitCode
    },
    async remove() {
      const own = life
      own?.child.kill('SIGKILL')
      await own?.ended
      await rm(folder, { recursive: true })
    },
  }
}

function killProcess(pid: number | undefined): void {
  if (pid !== undefined && isThere(pid)) process.kill(pid, 'SIGKILL')
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // there is no such process
    return false
  }
}
