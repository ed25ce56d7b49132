import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import type { CrashPoint } from './points.ts'

/** Variable of the environment in which the programs of the crash tests find the file with their orders. */
export const ORDER_VARIABLE = 'CRASH_TEST_ORDERS'

interface Order {
  readonly kills: CrashPoint['kills']
  /** Source of a regular expression. */
  readonly at: string
  readonly afterMs: number | undefined
}

/** Writes who is to be killed where, one after the other. */
export function writeOrders(file: string, points: readonly CrashPoint[]): void {
  replaceOrders(
    file,
    points.map(({ kills, at, afterMs }) => ({ kills, at: at.source, afterMs })),
  )
}

/** Notes that this process is a worker. */
export function signWorkerOn(): void {
  appendFileSync(workersOf(process.env[ORDER_VARIABLE] ?? ''), `${process.pid}\n`)
}

/** Process ids of all workers that there were, the newest last. */
export function listWorkers(file: string): number[] {
  if (!existsSync(workersOf(file))) return []
  return readFileSync(workersOf(file), 'utf8').trim().split('\n').map(Number)
}

const workersOf = (file: string) => `${file}.workers`

/** How many of the orders have not been carried out. */
export function countOrders(file: string): number {
  return readOrders(file).length
}

/** Carries the first order out when this is its moment. */
export function passMoment(moment: string, role: 'server' | 'worker'): void {
  const file = process.env[ORDER_VARIABLE] ?? ''
  const [order, ...later] = readOrders(file)
  if (order === undefined || !new RegExp(order.at).test(moment)) return
  replaceOrders(file, later)
  const victim = order.kills === role ? process.pid : process.ppid
  if (order.afterMs !== undefined) killLater(victim, order.afterMs)
  else {
    process.kill(victim, 'SIGKILL')
    // nothing more is done until the signal has arrived
    while (victim === process.pid);
  }
}

/** From a thread, since a step of the network holds the main one up. */
function killLater(victim: number, afterMs: number): void {
  new Worker(`setTimeout(() => process.kill(${victim}, 'SIGKILL'), ${afterMs})`, { eval: true })
}

function readOrders(file: string): Order[] {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function replaceOrders(file: string, orders: readonly Order[]): void {
  // a death while one writes leaves the old file or the new one
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(orders))
  renameSync(`${file}.${process.pid}`, file)
}
