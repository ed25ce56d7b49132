import type { TFunction } from 'i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import type { AccountOpening } from './queries.ts'

/** Who opened the own work, when, until when and why, in a sentence. */
export function describeOpening(opening: AccountOpening, t: TFunction<'people'>): string {
  return t('accessTold', {
    name: opening.opened_by_name ?? t('roleAdmin'),
    from: formatTime(parseTime(opening.opened_at)),
    until: formatTime(parseTime(opening.closed_at ?? opening.until)),
    reason: opening.reason,
  })
}
