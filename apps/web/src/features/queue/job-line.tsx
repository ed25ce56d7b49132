import type { QueueItemSummary } from '@bottega/contracts'
import { IconChevronDown, IconChevronRight, IconLock } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../shared/actions/index.ts'
import { formatAge, formatDuration, parseTime } from '../../shared/formatting/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { cancelAction, cancelBatchAction, retryAction } from './actions.ts'
import styles from './job-line.module.css'
import { JobState } from './job-state.tsx'
import type { Job } from './list-rows.ts'
import { countSeconds, hasEnded, readPrompt } from './tracked-item.ts'
import { useItemWords } from './words.ts'

/** What a line shows. */
export interface JobLineProps {
  readonly job: Job
  readonly isNested: boolean
  readonly isOpen: boolean
  readonly showsOwner: boolean
  onToggle(): void
}

/** What others see of what is not theirs. */
const REDACTED = 'redacted'

/** A job, or the jobs of a batch, in a line; a click unfolds it. */
export function JobLine({ job, isNested, isOpen, showsOwner, onToggle }: JobLineProps) {
  const { t } = useTranslation('queue')
  const { describeTurn } = useItemWords()
  const { account } = useStudio()
  const { lead, items, status, isPart } = job
  const isPrivate = lead.user_id === REDACTED
  const isMine = account === undefined || lead.user_id === account.user_id
  const seconds = items.length === 1 ? countSeconds(lead) : undefined
  const open = useMemo(() => items.filter((item) => !hasEnded(item)).map(({ item_id }) => item_id), [items])
  const failed = useMemo(() => items.filter(isRetryable).map(({ item_id }) => item_id), [items])
  const { called_workflow_name: called } = lead
  const what = called === null ? readPrompt(lead) || t('noPrompt') : t('calledWorkflow', { name: called })
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  const owner = lead.user_display_name ?? (isPrivate ? t('someone') : lead.user_email)
  return (
    <div
      className={styles.line}
      data-nested={isNested || undefined}
      data-called={(isNested && called !== null) || undefined}
      data-mine={isMine || undefined}
      data-shared={showsOwner || undefined}
    >
      <JobState status={status} id={lead.item_id} count={items.length} />
      {isPrivate ? (
        <span className={styles.private} title={t('privateWhy')}>
          <IconLock size={16} stroke={1.5} aria-hidden />
          {t('privateJob')}
        </span>
      ) : (
        <button type="button" className={styles.what} aria-expanded={isOpen} onClick={onToggle}>
          <Chevron size={16} stroke={1.5} aria-hidden />
          <span className={styles.prompt}>{what}</span>
          {!isMine && <IconLock size={14} stroke={1.5} role="img" aria-label={t('privateWhy')} />}
        </button>
      )}
      <span className={styles.count}>
        {items.length > 1 && (isPart ? t('jobsAtLeast', { count: items.length }) : t('jobs', { count: items.length }))}
      </span>
      {showsOwner && <span className={styles.owner}>{owner}</span>}
      <span className={styles.when}>
        {hasEnded(lead) ? seconds !== undefined && formatDuration(seconds) : lead.status === 'pending' && describeTurn(lead)}
      </span>
      <time className={styles.age} dateTime={parseTime(lead.created_at).toISOString()}>
        {formatAge(parseTime(lead.completed_at ?? lead.created_at))}
      </time>
      <span className={styles.acts}>
        {!isPrivate &&
          open.length > 0 &&
          (items.length > 1 ? (
            <ActionButton action={cancelBatchAction} subject={lead.batch_id} />
          ) : (
            <ActionButton action={cancelAction} subject={open} />
          ))}
        {!isPrivate && open.length === 0 && failed.length > 0 && <ActionButton action={retryAction} subject={failed} />}
      </span>
    </div>
  )
}

// what was called is made again with what has called it
function isRetryable({ status, parent_item_id }: Pick<QueueItemSummary, 'status' | 'parent_item_id'>): boolean {
  return parent_item_id === null && (status === 'failed' || status === 'canceled')
}
