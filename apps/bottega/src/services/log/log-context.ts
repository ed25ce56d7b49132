import { AsyncLocalStorage } from 'node:async_hooks'

/** What an entry of the log belongs to, by ids that tell nothing by themselves. */
export interface LogContext {
  /** Also the header `X-Request-Id` of the answer. */
  readonly request?: string
  readonly session?: string
}

const contexts = new AsyncLocalStorage<LogContext>()

/** Does the work; whatever it logs, now or after an `await`, names what it belongs to. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return contexts.run({ ...contexts.getStore(), ...context }, work)
}

/** What is being worked on. */
export function readLogContext(): LogContext {
  return contexts.getStore() ?? {}
}
