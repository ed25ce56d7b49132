import { EngineError } from '@bottega/engine'

/** Time in which further signals count as echoes of the first: npm and the terminal both pass a Ctrl-C on. */
const ECHO_MS = 2000

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

type StopSignal = keyof typeof EXIT_CODES

/** The work was stopped by a signal; the program ends with the exit code that tells which. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  readonly exitCode: number

  constructor(signal: StopSignal) {
    super('Stopped.')
    this.exitCode = EXIT_CODES[signal]
  }
}

/**
 * Does work that Ctrl-C, a service manager or a closed terminal can stop. The first signal aborts, and the work ends in order; one that
 * comes more than two seconds later ends the program at once.
 *
 * @throws InterruptedError when the work was canceled after a signal; otherwise what the work throws
 */
export async function runInterruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  let first: { readonly signal: StopSignal; readonly at: number } | undefined
  const stop = (signal: NodeJS.Signals) => {
    if (!isStopSignal(signal)) return
    if (first !== undefined && Date.now() - first.at > ECHO_MS) process.exit(EXIT_CODES[signal])
    first ??= { signal, at: Date.now() }
    abort.abort()
  }
  const signals = Object.keys(EXIT_CODES).filter(isStopSignal)
  for (const signal of signals) process.on(signal, stop)
  try {
    return await work(abort.signal)
  } catch (error) {
    // a worker that was killed because it did not obey counts as canceled too; a disk that is full does not
    const isCanceled = error instanceof EngineError && error.code === 'canceled'
    throw first !== undefined && isCanceled ? new InterruptedError(first.signal) : error
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

function isStopSignal(signal: string): signal is StopSignal {
  return signal in EXIT_CODES
}
