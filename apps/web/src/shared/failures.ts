import { ApiError } from '@bottega/client'

/** What went wrong with a call, and what to do, for people. */
export function describeFailure(error: unknown): string {
  if (error instanceof ApiError) return error.message
  // what fetch throws when nobody answers
  if (error instanceof TypeError) return 'The server does not answer. Look whether it still runs, then try again.'
  return error instanceof Error ? error.message : String(error)
}
