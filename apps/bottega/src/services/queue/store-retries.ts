import { setTimeout as wait } from 'node:timers/promises'
import { StoreError, type StoreErrorCode } from '../../data/errors.ts'
import type { App } from '../app.ts'
import { describeForLog } from '../log/log.ts'

/** Faults of the store that pass: the time before each next attempt, and how many of those there are. */
const RETRIES: Readonly<Partial<Record<StoreErrorCode, { readonly delayMs: number; readonly attempts: number }>>> = {
  // each attempt waits a while by itself
  database_busy: { delayMs: 2000, attempts: 100 },
  // a person makes room, perhaps tomorrow
  disk_full: { delayMs: 1000, attempts: Number.POSITIVE_INFINITY },
  database_unreachable: { delayMs: 1000, attempts: Number.POSITIVE_INFINITY },
}

/** Does again what the store could not take. */
export interface StoreRetries {
  /**
   * Waits and does the work, until the store takes it.
   *
   * @param fault  how the first attempt failed
   * @param what  for the log, such as `The end of item 7`
   * @throws the last fault, where waiting does not help
   */
  after<T>(fault: unknown, what: string, work: () => Promise<T>): Promise<T>
  /** Whoever waits tries once more, now. */
  stop(): void
}

/** Retries that end with the server. */
export function createStoreRetries({ log }: Pick<App, 'log'>): StoreRetries {
  const stopping = new AbortController()
  const { signal } = stopping
  return {
    async after(firstFault, what, work) {
      let fault = firstFault
      for (let attempt = 1; !signal.aborted && attempt <= (findRetry(fault)?.attempts ?? 0); attempt++) {
        if (attempt === 1) log.write('warning', `${what} is stored later: ${describeForLog(fault)}`)
        // the end of the server is no fault of the work
        await wait(findRetry(fault)?.delayMs, undefined, { signal }).catch(() => {})
        try {
          return await work()
        } catch (error) {
          fault = error
        }
      }
      throw fault
    },
    stop: () => stopping.abort(),
  }
}

/** Whether waiting helps. */
export function isPassing(fault: unknown): boolean {
  return findRetry(fault) !== undefined
}

function findRetry(fault: unknown) {
  return fault instanceof StoreError ? RETRIES[fault.code] : undefined
}
