import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { RecordCell, RecordHead, Records } from '../../shared/ui/records.tsx'
import { ACTION_NAMES } from './action-names.ts'
import styles from './audit-page.module.css'
import { describeDetails, describePerson, describeTarget, type Wording } from './describe-details.ts'
import type { AuditEntry, Names } from './queries.ts'

/** What the table takes. */
export interface AuditTableProps {
  readonly entries: readonly AuditEntry[]
  readonly names: Names
}

/** The lines of the log; on a phone one is a card. */
export function AuditTable({ entries, names }: AuditTableProps) {
  const { t } = useTranslation('audit')
  return (
    <Records
      head={
        <>
          <RecordHead>{t('when')}</RecordHead>
          <RecordHead>{t('what')}</RecordHead>
          <RecordHead>{t('who')}</RecordHead>
          <RecordHead>{t('about')}</RecordHead>
          <RecordHead>{t('details')}</RecordHead>
        </>
      }
    >
      {entries.map((entry) => (
        <AuditRow key={entry.id} entry={entry} names={names} />
      ))}
    </Records>
  )
}

function AuditRow({ entry, names }: { readonly entry: AuditEntry; readonly names: Names }) {
  const { t } = useTranslation('audit')
  const say = useText()
  const { actor_id, target_id, outcome, details, address } = entry
  const wording: Wording = { say, nameOf: (id) => names.byId.get(id), knowsAll: names.areAll }
  const target = describeTarget(entry, wording)
  // its name says so already
  const isRefused = outcome !== 'success' && entry.action !== 'login_failed'
  return (
    <tr>
      <RecordCell at="side" isQuiet className={styles.when}>
        {formatTime(parseTime(entry.created_at))}
      </RecordCell>
      <RecordCell at="title" className={styles.what}>
        {say(ACTION_NAMES[entry.action])}
        {isRefused && <span className={styles.mark}>{t(outcome === 'denied' ? 'denied' : 'failure')}</span>}
      </RecordCell>
      <RecordCell at="fact" title={actor_id ?? undefined} className={styles.who}>
        {actor_id === null ? t(details.via === 'command' ? 'byCommand' : 'byNobody') : describePerson(actor_id, wording)}
        {address !== null && <span className={styles.address}>{address}</span>}
      </RecordCell>
      <RecordCell at="fact" caption={t('about')} title={target === '' ? undefined : (target_id ?? undefined)}>
        {target}
      </RecordCell>
      <RecordCell at="line" isQuiet>
        {describeDetails(details, wording)}
      </RecordCell>
    </tr>
  )
}
