import type { App } from './app.ts'
import type { ModelInstalls } from './model-installs.ts'
import type { Sessions } from './session-control.ts'

/** A server as those see it who answer its callers: what services work with, and what goes on in it by itself. */
export interface Server extends App {
  readonly modelInstalls: ModelInstalls
  readonly sessions: Sessions
}
