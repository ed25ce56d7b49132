import { Worker } from 'node:worker_threads'
import { type Compilable, sql } from 'kysely'
import type { Queryable } from './database.ts'
import { StoreError, type StoreErrorCode } from './errors.ts'

/** A statement that answers one row with one column: JSON as bytes. */
export type JsonQuery = Compilable<{ json: Uint8Array }>

/** Reads that do not keep the main loop waiting. */
export interface Readers {
  /**
   * The answer of a statement as JSON in UTF-8, ready to be sent.
   *
   * @param effort  `heavy` for what may take long, such as a search: it never takes the last thread, so light questions go on
   * @throws StoreError
   */
  read(query: JsonQuery, effort?: 'light' | 'heavy'): Promise<Uint8Array>
  /** Writes what transactions have put into the log into the database itself, as far as nobody reads what it would replace. */
  checkpoint(): Promise<void>
  close(): Promise<void>
}

/** What a reader thread is told when it starts. */
export interface ReaderData {
  readonly path: string
}
/** A statement on its way to a reader thread, or the order to write a checkpoint, or to end. */
export type ReaderQuestion = { readonly sql: string; readonly parameters: readonly unknown[] } | 'checkpoint' | 'end'
/** What comes back: the bytes, or a fault of the store or an unforeseen one. */
export type ReaderAnswer =
  | { readonly bytes: Uint8Array }
  | {
      readonly error: { readonly code: StoreErrorCode | undefined; readonly message: string; readonly stack: string | undefined }
    }

/** Asks a list and parses the answer; for pages, whose rows are few. */
export async function readRows<Answer>(readers: Readers, query: JsonQuery, effort?: 'light' | 'heavy'): Promise<Answer> {
  // the statement says the shape
  return JSON.parse(new TextDecoder().decode(await readers.read(query, effort))) as Answer
}

/** Reads on the main connection itself, for commands, which nobody else waits for. */
export function createInProcessReaders(db: Queryable): Readers {
  return {
    async read(query) {
      const { rows } = await db.executeQuery(query.compile())
      return takeBytes(rows[0]?.json)
    },
    async checkpoint() {
      await sql`pragma wal_checkpoint(passive)`.execute(db)
    },
    async close() {},
  }
}

const THREADS = 2
const ENDED = 'A reader of the database ended while it was reading. Try again.'

interface Job {
  readonly question: ReaderQuestion
  resolve(bytes: Uint8Array): void
  reject(error: unknown): void
}

/**
 * Two threads with a connection each, which only read. Light questions go first; heavy ones run one at a time.
 *
 * @param entry  file of `reader.ts` as it was built
 * @param path   file of the database, whose tables are up to date
 */
export function createReaders(entry: URL, path: string): Readers {
  const waiting: Record<'light' | 'heavy', Job[]> = { light: [], heavy: [] }
  const threads = Array.from({ length: THREADS }, () => startThread(entry, path, () => handOut()))
  let heavyThread: ReaderThread | undefined
  let isClosed = false

  function handOut(): void {
    if (heavyThread?.isIdle()) heavyThread = undefined
    for (const thread of threads) {
      if (!thread.isIdle()) continue
      const light = waiting.light.shift()
      const job = light ?? (heavyThread ? undefined : waiting.heavy.shift())
      if (!job) return
      if (!light) heavyThread = thread
      thread.run(job)
    }
  }

  function ask(question: ReaderQuestion, effort: 'light' | 'heavy'): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(new StoreError('reader_ended', 'The database is closed.'))
      waiting[effort].push({ question, resolve, reject })
      handOut()
    })
  }

  return {
    read(query, effort = 'light') {
      const { sql, parameters } = query.compile()
      return ask({ sql, parameters }, effort)
    },
    async checkpoint() {
      await ask('checkpoint', 'heavy')
    },
    async close() {
      isClosed = true
      for (const job of [...waiting.light.splice(0), ...waiting.heavy.splice(0)]) {
        job.reject(new StoreError('reader_ended', 'The database was closed before it was read.'))
      }
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}

interface ReaderThread {
  isIdle(): boolean
  run(job: Job): void
  close(): Promise<void>
}

/**
 * A thread that does one job after the other, and is started anew when it ends unasked. It is asked to end, never terminated:
 * that would abort the whole process if it came while SQLite is at work.
 */
function startThread(entry: URL, path: string, onIdle: () => void): ReaderThread {
  const workerData: ReaderData = { path }
  let job: Job | undefined
  let worker = start()

  function start() {
    const thread = new Worker(entry, { workerData })
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
    let isEnded = false
    // a thread that fails tells its end a moment later, when the next one may be at work already
    const end = (tell: (done: Job) => void) => {
      if (isEnded) return
      isEnded = true
      finish(tell)
    }
    thread.on('message', (answer: ReaderAnswer) => finish((done) => settle(done, answer)))
    thread.on('error', (error) => end((done) => done.reject(error)))
    thread.on('exit', () => end((done) => done.reject(new StoreError('reader_ended', ENDED))))
    return { thread, ended, isEnded: () => isEnded }
  }

  function finish(tell: (done: Job) => void): void {
    const done = job
    job = undefined
    if (!done) return
    tell(done)
    onIdle()
  }

  return {
    isIdle: () => job === undefined,
    run(next) {
      if (worker.isEnded()) worker = start()
      job = next
      worker.thread.postMessage(next.question)
    },
    async close() {
      worker.thread.postMessage('end' satisfies ReaderQuestion)
      await worker.ended
    },
  }
}

function settle(job: Job, answer: ReaderAnswer): void {
  if ('bytes' in answer) {
    job.resolve(answer.bytes)
    return
  }
  const { code, message, stack } = answer.error
  const error = code ? new StoreError(code, message) : new Error(message)
  if (stack) error.stack = stack
  job.reject(error)
}

function takeBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new TypeError('a reader takes statements that answer one row with the bytes `json`')
}
