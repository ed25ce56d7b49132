import { getPriority, setPriority } from 'node:os'
import { EngineError } from '@bottega/engine'
import { createGenerator } from './generate.ts'
import { type GenerateRequest, type MessageFromWorker, parseMessageToWorker } from './port.ts'
import { createHostCalls, type HostCalls } from './session/host-calls.ts'
import type { SessionRoom } from './session/run-session.ts'
import type { SessionReport, SessionToRun } from './session-port.ts'

/** Niceness below the program and the desktop, so that both stay quick while a picture is painted. */
const NICENESS = 10

interface Current {
  readonly id: number
  readonly abort: AbortController
  readonly calls: HostCalls
}

/**
 * Answers the requests of the program until its channel closes. The engine's loop gives way to the event loop between steps, which is
 * when a cancel arrives.
 */
export function serve(): void {
  // a process that was started with less priority may not take more
  setPriority(Math.max(NICENESS, getPriority()))
  const generate = createGenerator()
  let current: Current | undefined
  let room: SessionRoom | undefined
  let closing: Promise<void> | undefined
  let closesModels = false

  // a session may hold on to a model, so none is closed under it
  function closeModels(): void {
    closesModels = current !== undefined
    if (!closesModels) closing = room?.models.close().catch((error) => console.error(error))
  }

  async function makePicture({ id, abort }: Current, request: GenerateRequest): Promise<MessageFromWorker> {
    const picture = await generate(request, {
      signal: abort.signal,
      onProgress: (progress) => send({ type: 'progress', id, ...progress }),
      onPreview: (bytes) => send({ type: 'preview', id, bytes }),
    })
    return { type: 'picture', id, ...picture }
  }

  async function run({ id, abort, calls }: Current, session: SessionToRun): Promise<MessageFromWorker> {
    // nodes and engine are loaded by the first session, so that the process is there at once
    const { runSession } = await import('./session/run-session.ts')
    room ??= (await import('./session/session-room.ts')).createSessionRoom()
    const report = (told: SessionReport) => send({ type: 'report', id, report: told })
    return { type: 'session', id, result: await runSession(session, room, { host: calls.host, signal: abort.signal, report }) }
  }

  async function begin(id: number, work: (request: Current) => Promise<MessageFromWorker>): Promise<void> {
    if (current !== undefined) throw new Error('the worker was given a second request before the first was done')
    const calls = createHostCalls((call, name, argument) => send({ type: 'call', id, call, name, argument }))
    const request: Current = { id, abort: new AbortController(), calls }
    current = request
    let answer: MessageFromWorker
    try {
      await closing
      answer = await work(request)
    } catch (error) {
      answer = describeFailure(id, error)
    }
    current = undefined
    if (closesModels) closeModels()
    send(answer)
  }

  process.on('message', async (raw) => {
    const message = parseMessageToWorker(raw)
    if (message.type === 'generate') return begin(message.id, (request) => makePicture(request, message.request))
    if (message.type === 'run') return begin(message.id, (request) => run(request, message.session))
    if (message.type === 'clear_cache') return room?.cache.clear()
    if (message.type === 'close_models') return closeModels()
    // a late word about a request that is over
    if (current?.id !== message.id) return
    if (message.type === 'cancel') current.abort.abort()
    else if (message.type === 'answer') current.calls.answer(message.call, message.value)
    else current.calls.refuse(message.call, message.error)
  })
}

/** The channel may close at any moment; then this process ends by `disconnect`, and there is nobody to tell. */
function send(message: MessageFromWorker): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

function describeFailure(id: number, error: unknown): MessageFromWorker {
  if (error instanceof EngineError) return { type: 'failed', id, code: error.code, message: error.message }
  console.error(error)
  const reason = error instanceof Error ? error.message : String(error)
  return { type: 'failed', id, code: 'worker_failed', message: `The worker could not do what it was asked: ${reason}` }
}
