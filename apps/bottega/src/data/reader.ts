/** A reader thread: answers one question after the other with bytes. Started by `createReaders`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { StoreError } from './errors.ts'
import type { ReaderAnswer, ReaderData, ReaderQuestion } from './readers.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'

const port = parentPort
if (!port) throw new Error('a reader runs as a thread')
// the starter's own words
const { path } = workerData as ReaderData
const sqlite = openSqlite(path, 'reader')
let checkpointer: Sqlite | undefined

port.on('message', (question: ReaderQuestion) => {
  if (question === 'end') return end(port)
  const answer = answerQuestion(question)
  // handed over, not copied: a list of names can be many megabytes
  port.postMessage(answer, 'bytes' in answer && answer.bytes.buffer instanceof ArrayBuffer ? [answer.bytes.buffer] : [])
})

/** Without its port the thread has nothing left to do. */
function end(from: MessagePort): void {
  sqlite.close()
  checkpointer?.close()
  from.close()
}

function answerQuestion(question: Exclude<ReaderQuestion, 'end'>): ReaderAnswer {
  try {
    return { bytes: question === 'checkpoint' ? writeCheckpoint() : read(question) }
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { error: { code: error instanceof StoreError ? error.code : undefined, message, stack } }
  }
}

function read({ sql, parameters }: Exclude<ReaderQuestion, string>): Uint8Array {
  const bytes = sqlite.prepare(sql).all(parameters)[0]?.json
  if (bytes instanceof Uint8Array) return bytes
  throw new TypeError('a reader takes statements that answer one row with the bytes `json`')
}

function writeCheckpoint(): Uint8Array {
  checkpointer ??= openSqlite(path, 'main')
  checkpointer.prepare('pragma wal_checkpoint(passive)').all([])
  return new Uint8Array()
}
