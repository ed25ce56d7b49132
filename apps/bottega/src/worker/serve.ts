import { getPriority, setPriority } from 'node:os'
import { EngineError } from '@bottega/engine'
import { createGenerator } from './generate.ts'
import { type MessageFromWorker, parseMessageToWorker } from './port.ts'

/** Niceness below the program and the desktop, so that both stay quick while a picture is painted. */
const NICENESS = 10

/**
 * Answers the requests of the program until its channel closes. The engine's loop gives way to the event loop between steps, which is
 * when a cancel arrives.
 */
export function serve(): void {
  // a process that was started with less priority may not take more
  setPriority(Math.max(NICENESS, getPriority()))
  const generate = createGenerator()
  let current: { readonly id: number; readonly abort: AbortController } | undefined

  process.on('message', async (raw) => {
    const message = parseMessageToWorker(raw)
    const { id } = message
    if (message.type === 'cancel') {
      if (current?.id === id) current.abort.abort()
      return
    }
    if (current !== undefined) throw new Error('the worker was given a second request before the first was done')
    const abort = new AbortController()
    current = { id, abort }
    let answer: MessageFromWorker
    try {
      const picture = await generate(message.request, {
        signal: abort.signal,
        onProgress: (progress) => send({ type: 'progress', id, ...progress }),
        onPreview: (bytes) => send({ type: 'preview', id, bytes }),
      })
      answer = { type: 'picture', id, ...picture }
    } catch (error) {
      answer = describeFailure(id, error)
    }
    current = undefined
    send(answer)
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
  return { type: 'failed', id, code: 'worker_failed', message: `The picture could not be made: ${reason}` }
}
