import { ApiError } from '@bottega/client'
import type { ErrorCode } from '@bottega/contracts'
import { sayText, type TextKey } from '../../shared/i18n/index.ts'
import { describeFailure } from '../../shared/server/index.ts'

/** What the server refuses about accounts and passwords, in the words of the page; by the codes of its errors. */
const REFUSALS: Readonly<Partial<Record<ErrorCode, TextKey>>> = {
  login_failed: 'people:credentialsWrong',
  account_disabled: 'people:accountDisabled',
  login_throttled: 'people:tooManyAttempts',
  setup_code_required: 'people:setupCodeWrong',
  user_exists: 'people:emailTaken',
  password_too_common: 'people:passwordCommon',
  password_too_short: 'people:passwordShort',
  password_too_simple: 'people:passwordSimple',
  password_empty: 'people:passwordEmpty',
  password_too_long: 'people:passwordLong',
  current_password_incorrect: 'people:currentPasswordWrong',
  last_administrator: 'people:lastAdmin',
  user_not_found: 'people:userGone',
}

/** Whether an error is a refusal of this kind. */
export function isRefusal(error: unknown, code: ErrorCode): error is ApiError {
  return error instanceof ApiError && error.code === code
}

/** What went wrong with an account, and what to do. */
export function describeRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return describeFailure(error)
  // what does not fit is told by its place alone
  if (error.status === 422 && error.message.startsWith('body.email:')) return sayText('people:emailOdd')
  const key = Object.entries(REFUSALS).find(([code]) => code === error.code)?.[1]
  return key === undefined ? describeFailure(error) : sayText(key)
}

/** After how many seconds an attempt makes sense again; undefined when it was not refused for that. */
export function findWait(error: unknown): number | undefined {
  if (!isRefusal(error, 'login_throttled')) return undefined
  const { retryAfterSeconds } = error.details
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined
}
