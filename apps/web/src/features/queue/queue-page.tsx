import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../shared/actions/index.ts'
import { useAccount } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { Fault } from '../../shared/ui/fault.tsx'
import { queueActions } from './actions.ts'
import { PauseNote } from './pause-note.tsx'
import { useItemLists, useQueueStatus } from './queries.ts'
import { QueueActs } from './queue-acts.tsx'
import { QueueList } from './queue-list.tsx'
import styles from './queue-page.module.css'

/** What is read at first; twice as much each time that the end is near. */
const FIRST = 200

/** The page of the queue: what runs and waits, and what has ended. */
export function QueuePage() {
  const { t } = useTranslation('queue')
  const isShared = useAccount() !== undefined
  const [whose, setWhose] = useState<'mine' | 'all'>('mine')
  const own = !isShared || whose === 'mine'
  const [most, setMost] = useState({ open: FIRST, ended: FIRST })
  const { data: lists, error, refetch } = useItemLists({ own, most })
  const counts = useQueueStatus().data?.queue
  useActions(queueActions, undefined)
  const isEmpty = lists?.open.total === 0 && lists.ended.total === 0

  return (
    <div className={styles.page} data-scope="queue">
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        {counts && (
          <p className={styles.counts}>
            {t('counts', { running: counts.in_progress, waiting: counts.pending + counts.waiting })}
          </p>
        )}
        {isShared && (
          <SegmentedControl
            aria-label={t('whose')}
            value={whose}
            onChange={(value) => setWhose(value === 'all' ? 'all' : 'mine')}
            data={[
              { value: 'mine', label: t('mine') },
              { value: 'all', label: t('everybodys') },
            ]}
          />
        )}
        <QueueActs failed={lists?.ended.items ?? []} />
      </header>
      <PauseNote />
      {lists === undefined && !error && <EmptyState title={t('loadingJobs')} />}
      {lists === undefined && error && <Fault error={error} onRetry={() => void refetch()} />}
      {isEmpty ? (
        <EmptyState title={t('queueEmpty')}>
          <p>{t('queueHelp')}</p>
          <Link to="/">{t('toTheStudio')}</Link>
        </EmptyState>
      ) : (
        lists && (
          <QueueList
            {...lists}
            showsOwners={isShared && !own}
            onEnd={(part) => setMost((now) => ({ ...now, [part]: now[part] * 2 }))}
          />
        )
      )}
    </div>
  )
}
