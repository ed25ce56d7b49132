import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { ACTION_NAMES } from './action-names.ts'
import styles from './audit-page.module.css'
import { describeDetails } from './describe-details.ts'
import type { AuditEntry } from './queries.ts'

/** What the table takes. */
export interface AuditTableProps {
  readonly entries: readonly AuditEntry[]
  readonly names: ReadonlyMap<string, string>
}

/** The lines of the log; on a phone one is a card. */
export function AuditTable({ entries, names }: AuditTableProps) {
  const { t } = useTranslation('audit')
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('when')}</th>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('who')}</th>
          <th scope="col">{t('about')}</th>
          <th scope="col">{t('details')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} names={names} />
        ))}
      </tbody>
    </table>
  )
}

function AuditRow({ entry, names }: { readonly entry: AuditEntry; readonly names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('audit')
  const say = useText()
  const { actor_id, target_id, target_type, outcome, details, address } = entry
  const nameOf = (id: string | null) => (id === null ? undefined : (names.get(id) ?? id))
  const isAboutItself = target_type === 'user' && target_id === actor_id
  const words = describeDetails(details, t)
  return (
    <tr>
      <td className={styles.when}>{formatTime(parseTime(entry.created_at))}</td>
      <td>
        {say(ACTION_NAMES[entry.action])}
        {outcome !== 'success' && <span className={styles.mark}>{t(outcome === 'denied' ? 'denied' : 'failure')}</span>}
      </td>
      <td title={actor_id ?? undefined}>
        {nameOf(actor_id) ?? t(details.via === 'command' ? 'byCommand' : 'byNobody')}
        {address !== null && <span className={styles.address}>{address}</span>}
      </td>
      <td title={target_id ?? undefined}>{isAboutItself ? '' : (nameOf(target_id) ?? '')}</td>
      <td className={styles.details}>{words}</td>
    </tr>
  )
}
