import { ApiError } from '@bottega/client'
import i18next from 'i18next'
import { describeRefusal } from './refusals.ts'
import { isUnloaded, ServerSilent } from './server-silent.ts'

/** What went wrong with a call, and what to do, for people. */
export function describeFailure(error: unknown): string {
  if (error instanceof ApiError) return describeRefusal(error)
  if (error instanceof ServerSilent) return i18next.t('shared:serverSilent')
  if (isUnloaded(error)) return i18next.t('shared:partNotLoaded')
  return error instanceof Error ? error.message : String(error)
}
