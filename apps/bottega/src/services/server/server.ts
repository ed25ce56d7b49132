import type { LinkPasswords } from '../../auth/link-passwords.ts'
import type { App } from '../app.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { ModelInstalls } from '../models/model-installs.ts'
import type { Sessions } from '../queue/session-control.ts'
import type { SetupCode } from '../sign-in/setup.ts'
import type { SigningIn } from '../sign-in/sign-in.ts'
import type { Metrics } from './metrics.ts'

/** A server as those see it who answer its callers: what services work with, and what goes on in it by itself. */
export interface Server extends App, SigningIn {
  readonly modelInstalls: ModelInstalls
  readonly sessions: Sessions
  readonly setupCode: SetupCode
  readonly metrics: Metrics
  readonly linkPasswords: LinkPasswords
  readonly mailer: Mailer
}
