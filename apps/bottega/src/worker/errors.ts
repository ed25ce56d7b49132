import { CodedError } from '../coded-error.ts'

/**
 * What can go wrong with the worker itself, by a stable code:
 *
 * - `worker_died`    its process ended while it had a request
 * - `worker_failed`  something unforeseen was thrown inside it
 * - `worker_closed`  the program closed it while it had a request
 */
export type WorkerErrorCode = 'worker_died' | 'worker_failed' | 'worker_closed'

/** The worker did not bring the picture; the message says what happened and what to do next. */
export class WorkerError extends CodedError<WorkerErrorCode> {
  override readonly name = 'WorkerError'

  /** Of a worker that died: how its process ended, such as `crashed (SIGSEGV)`. */
  readonly ending: string

  constructor(code: WorkerErrorCode, message: string, options: { cause?: unknown; ending?: string } = {}) {
    super(code, message, 'cause' in options ? { cause: options.cause } : {})
    this.ending = options.ending ?? 'ended'
  }
}

/** The end of a worker process in the words of a person, with the likely cause and the remedy. */
export function describeDeath(exitCode: number | null, signal: NodeJS.Signals | null, modelPath: string): string {
  if (signal === 'SIGBUS') {
    return (
      `The worker process was ended by the system (SIGBUS): the model was truncated or overwritten while in use, or its disk ` +
      `failed. Check that ${modelPath} is whole, then run the command again.`
    )
  }
  if (signal === 'SIGKILL') {
    return (
      'The worker process was killed (SIGKILL), by a person or because the machine ran out of memory. ' +
      'Close other programs or ask for a smaller picture, then run the command again.'
    )
  }
  const how = describeEnding(exitCode, signal)
  return `The worker process ${how} while working with ${modelPath}. Run the command again; if it happens again, try another model or size.`
}

/** How a process ended, as the end of a sentence about it. */
export function describeEnding(exitCode: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') return 'was killed (SIGKILL), by a person or because memory ran out'
  return signal === null ? `ended with exit code ${exitCode}` : `crashed (${signal})`
}
