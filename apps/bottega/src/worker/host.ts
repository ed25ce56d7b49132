import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ENGINE_ERROR_CODES, EngineError, type PictureProgress } from '@bottega/engine'
import { answerCall, type CallAnswer } from './answer-call.ts'
import { describeDeath, describeEnding, WorkerError } from './errors.ts'
import { type GenerateRequest, type MessageFromWorker, type MessageToWorker, parseMessageFromWorker } from './port.ts'
import type { SessionHost, SessionReport, SessionResult, SessionToRun } from './session-port.ts'

/** What the worker made: a PNG file. */
export interface GeneratedPicture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** What a caller of the worker may watch and stop. Nothing is called after the picture is there or the request failed. */
export interface GenerateHooks {
  /** Stops the picture within a step; a worker that does not obey is killed. */
  readonly signal?: AbortSignal
  onProgress?(progress: PictureProgress): void
  /** A preview of each step as a file of the format that was asked for. */
  onPreview?(bytes: Uint8Array): void
}

/** What a session needs of the program while it runs. */
export interface RunHooks {
  /** Stops the session within a step; a worker that does not obey is killed. */
  readonly signal?: AbortSignal
  readonly host: SessionHost
  /** What its nodes do, in order. */
  onReport(report: SessionReport): void
}

/** The worker as the program sees it. Whatever happens to the process, the program goes on and the next request forks anew. */
export interface WorkerHost {
  /**
   * Makes one picture; forks the worker if none is alive. One request at a time, be it a picture or a session.
   *
   * @throws EngineError what the engine refused; `canceled` after `signal`
   * @throws WorkerError `worker_died`, `worker_failed`, `worker_closed`
   */
  generate(request: GenerateRequest, hooks?: GenerateHooks): Promise<GeneratedPicture>
  /**
   * Runs one session. One that fails or is canceled in time is a result too.
   *
   * @throws EngineError `canceled` after `signal`, when the worker had to be killed
   * @throws WorkerError as above
   */
  run(session: SessionToRun, hooks: RunHooks): Promise<SessionResult>
  /** Forgets the outputs of nodes that the process keeps. */
  clearCache(): void
  /** Gives the memory of models back that no session uses: at once, or when the running one is over. */
  closeModels(): void
  /** Kills the worker, whose memory returns, and waits for its end. A request in progress fails. */
  close(): Promise<void>
}

/** Where the worker's program lies, and how long a soft cancel may take before the process is killed. */
export interface WorkerHostOptions {
  readonly entry: URL
  readonly obeyWithinMs?: number
}

/** A request in progress. */
interface Pending {
  readonly id: number
  /** What the process works with, for the message when it dies. */
  readonly subject: string
  readonly signal: AbortSignal | undefined
  /** Takes what the worker says about it, but its failure. */
  take(message: MessageFromWorker): void
  reject(error: Error): void
}

/**
 * The worker process, forked at the first request.
 *
 * States: *absent* (never forked, or it ended; a request forks) → *idle* (alive, keeps its loaded model) → *busy* (one request pending)
 * → *idle* again by its result or `failed`. The end of the process leads from any state to *absent* and fails a pending request.
 * While busy, a cancel asks softly; if the request still pends after `obeyWithinMs`, the process is killed.
 */
export function createWorkerHost({ entry, obeyWithinMs = 2000 }: WorkerHostOptions): WorkerHost {
  let worker: ChildProcess | undefined
  let pending: Pending | undefined
  let lastId = 0
  let isClosed = false

  function start(): ChildProcess {
    const child = fork(fileURLToPath(entry), [], {
      serialization: 'advanced',
      // the worker's standard output goes to standard error: only the program may write what a script reads
      stdio: ['ignore', process.stderr.fd, 'inherit', 'ipc'],
      execArgv: ['--enable-source-maps'],
    })
    child.on('message', (message) => receive(child, message))
    child.on('exit', (exitCode, signal) => {
      const ending = describeEnding(exitCode, signal)
      lose(child, describeDeath(exitCode, signal, pending?.subject ?? ''), { ending })
    })
    child.on('error', (error) => {
      child.kill('SIGKILL')
      const ending = `could not be started or reached (${error.message})`
      lose(child, `The worker process ${ending}. Run the command again.`, { cause: error, ending })
    })
    return child
  }

  function receive(child: ChildProcess, raw: unknown): void {
    if (child !== worker || pending === undefined) return
    let message: MessageFromWorker
    try {
      message = parseMessageFromWorker(raw)
    } catch (error) {
      child.kill('SIGKILL')
      lose(child, error instanceof Error ? error.message : String(error), { cause: error, ending: 'said what is not understood' })
      return
    }
    // a late word about a request that was canceled
    if (message.id !== pending.id) return
    if (message.type === 'failed') pending.reject(restoreError(message.code, message.message))
    else pending.take(message)
  }

  function lose(child: ChildProcess, why: string, options: { cause?: unknown; ending: string }): void {
    if (child !== worker) return
    worker = undefined
    if (pending === undefined) return
    if (pending.signal?.aborted) pending.reject(canceled())
    else if (isClosed) pending.reject(new WorkerError('worker_closed', 'The worker was closed before it was done.'))
    else pending.reject(new WorkerError('worker_died', why, options))
  }

  function send(message: MessageToWorker): void {
    // a channel that closed meanwhile means that the process ends, which `exit` reports
    worker?.send(message, () => {})
  }

  /** An answer to a request that is over meanwhile must not reach the process that came after. */
  function sendIfPending(answer: CallAnswer): void {
    if (answer.id === pending?.id) send(answer)
  }

  /** Sends a request and waits for what `take` makes of the answers to it. */
  async function request<Result>(
    subject: string,
    signal: AbortSignal | undefined,
    write: (id: number) => MessageToWorker,
    take: (message: MessageFromWorker, resolve: (result: Result) => void) => void,
  ): Promise<Result> {
    if (isClosed) throw new WorkerError('worker_closed', 'The worker is closed.')
    if (pending !== undefined) throw new Error('the worker takes one request at a time')
    if (signal?.aborted) throw canceled()
    const id = ++lastId
    let killTimer: NodeJS.Timeout | undefined
    const cancel = () => {
      send({ type: 'cancel', id })
      killTimer = setTimeout(() => worker?.kill('SIGKILL'), obeyWithinMs)
    }
    try {
      return await new Promise<Result>((resolve, reject) => {
        pending = { id, subject, signal, take: (message) => take(message, resolve), reject }
        worker ??= start()
        signal?.addEventListener('abort', cancel, { once: true })
        send(write(id))
      })
    } finally {
      pending = undefined
      clearTimeout(killTimer)
      signal?.removeEventListener('abort', cancel)
    }
  }

  async function close(): Promise<void> {
    isClosed = true
    const child = worker
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    await new Promise((resolve) => {
      child.once('exit', resolve)
      child.kill('SIGKILL')
    })
  }

  return {
    generate(picture, hooks = {}) {
      return request(
        picture.modelPath,
        hooks.signal,
        (id) => ({ type: 'generate', id, request: picture }),
        (message, resolve: (picture: GeneratedPicture) => void) => {
          if (message.type === 'progress') {
            const { phase, step, steps } = message
            hooks.onProgress?.({ phase, step, steps })
          } else if (message.type === 'preview') hooks.onPreview?.(message.bytes)
          else if (message.type === 'picture') resolve({ bytes: message.bytes, width: message.width, height: message.height })
        },
      )
    },
    run(session, { signal, host, onReport }) {
      return request(
        'a session',
        signal,
        (id) => ({ type: 'run', id, session }),
        (message, resolve: (result: SessionResult) => void) => {
          if (message.type === 'report') onReport(message.report)
          else if (message.type === 'session') resolve(message.result)
          else if (message.type === 'call') void answerCall(host, message).then(sendIfPending)
        },
      )
    },
    clearCache: () => send({ type: 'clear_cache' }),
    closeModels: () => send({ type: 'close_models' }),
    close,
  }
}

/** A refusal of the engine as it was thrown on the other side; whatever else went wrong there as a failure of the worker. */
function restoreError(name: string, message: string): Error {
  const code = ENGINE_ERROR_CODES.find((known) => known === name)
  return code === undefined ? new WorkerError('worker_failed', message) : new EngineError(code, message)
}

function canceled(): EngineError {
  return new EngineError('canceled', 'It was stopped before it was done.')
}
