import { ApiError } from '@bottega/client'
import type { ErrorCode } from '@bottega/contracts'
import { sayText } from '../../../shared/i18n/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'

/** Whether an error is a refusal of this kind. */
export function isRefusal(error: unknown, code: ErrorCode): error is ApiError {
  return error instanceof ApiError && error.code === code
}

/** What went wrong with an account, and what to do. */
export function describeRefusal(error: unknown): string {
  const isOddEmail = error instanceof ApiError && error.status === 422 && error.message.startsWith('body.email:')
  return isOddEmail ? sayText('people:emailOdd') : describeFailure(error)
}

/** After how many seconds an attempt makes sense again; undefined when it was not refused for that. */
export function findWait(error: unknown): number | undefined {
  if (!isRefusal(error, 'login_throttled')) return undefined
  const { retryAfterSeconds } = error.details
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined
}
