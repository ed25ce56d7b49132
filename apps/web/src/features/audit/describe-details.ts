import type { TFunction } from 'i18next'
import type { AuditEntry } from './queries.ts'

/** What says nothing to people, or stands in a column of its own. */
const UNSAID: ReadonlySet<string> = new Set(['via', 'opening_id', 'fields'])

/** What else is known of an entry, as a line of words and values. */
export function describeDetails(details: AuditEntry['details'], t: TFunction<'audit'>): string {
  const said = Object.entries(details).filter(([key, value]) => !UNSAID.has(key) && value !== null && value !== '')
  return said.map(([key, value]) => `${wordFor(key, t)}: ${describeValue(value, t)}`).join(' · ')
}

function wordFor(key: string, t: TFunction<'audit'>): string {
  switch (key) {
    case 'email':
      return t('email')
    case 'display_name':
      return t('name')
    case 'is_admin':
      return t('isAdmin')
    case 'is_active':
      return t('isActive')
    case 'reason':
      return t('reason')
    case 'minutes':
      return t('minutes')
    case 'closed':
      return t('closed')
    case 'permission':
      return t('permission')
    default:
      return key.replaceAll('_', ' ')
  }
}

function describeValue(value: unknown, t: TFunction<'audit'>): string {
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return JSON.stringify(value)
}
