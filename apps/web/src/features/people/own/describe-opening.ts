import type { TFunction } from 'i18next'
import { formatSpan, formatTime, parseTime } from '../../../shared/formatting/index.ts'
import type { AccountOpening } from '../queries.ts'

/** What an administrator did with the own work or account, when, and why, in a sentence. */
export function describeOpening(opening: AccountOpening, t: TFunction<'people'>): string {
  const { kind, opened_by, opened_by_name, opened_at, closed_at, until, reason } = opening
  const name = opened_by === 'system' ? t('accessMachine') : (opened_by_name ?? t('roleAdmin'))
  const from = formatTime(parseTime(opened_at))
  if (kind === 'password_set') return t('accessPasswordSet', { name, from })
  if (kind === 'reset_link') return t('accessResetLink', { name, from })
  if (kind === 'export') return t('accessExport', { name, from })
  if (kind === 'hand_over') return t('accessHandOver', { name, from })
  if (kind === 'hand_back') return t('accessHandBack', { name, from })
  if (kind === 'pictures_packed') return t('accessPicturesPacked', { name, from })
  if (kind === 'received') return t('accessReceived', { name, from })
  if (kind === 'returned') return t('accessReturned', { name, from })
  if (kind === 'shown') return t('accessShown', { name, from })
  if (kind === 'email_changed') return t('accessEmailChanged', { name, from })
  if (kind === 'keys_deleted') return t('accessKeysDeleted', { name, from })
  if (kind === 'private_view') return t('accessPrivateView', { from })
  if (kind === 'accounts_off') return t('accessAccountsOff', { from })
  const things = describeThings(opening, t)
  if (kind === 'changed') return t('accessChanged', { name, from, things })
  if (kind === 'moved') return t('accessMoved', { name, from, things })
  if (kind === 'deleted') return t('accessDeleted', { name, from, things })
  return t('accessTold', { name, span: formatSpan(parseTime(opened_at), parseTime(closed_at ?? until)), reason })
}

function describeThings({ what, amount: count }: AccountOpening, t: TFunction<'people'>): string {
  switch (what) {
    case 'board':
      return t('thingBoards', { count })
    case 'workflow':
      return t('thingWorkflows', { count })
    case 'style_preset':
      return t('thingStyles', { count })
    case 'system_prompt':
      return t('thingPrompts', { count })
    default:
      return t('thingImages', { count })
  }
}
