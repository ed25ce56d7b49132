import { drawSecretToken } from './secret-tokens.ts'

/** What every API key begins with, so that one who finds it knows what it is. */
const PREFIX = 'bottega_'

/** A new API key. */
export function drawApiKey(): string {
  return PREFIX + drawSecretToken()
}

/** Whether a Bearer credential is meant as an API key. */
export function isApiKey(credential: string): boolean {
  return credential.startsWith(PREFIX)
}
