import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../shared/studio.tsx'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { Fault } from '../../shared/ui/fault.tsx'
import { Page } from '../../shared/ui/page.tsx'
import { AdminPlaces } from '../people/index.ts'
import { AuditFilterFields } from './audit-filter.tsx'
import styles from './audit-page.module.css'
import { AuditTable } from './audit-table.tsx'
import { type AuditFilter, useAudit, useNames } from './queries.ts'

const ALL: AuditFilter = { action: undefined, actorId: undefined, from: '', to: '' }

/** The page of what happened on the server; for administrators. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const { isAdmin } = useStudio()
  if (isAdmin) return <AuditLog />
  return (
    <EmptyState titleAs="h1" title={t('forAdmins')}>
      <Link to="/">{t('toStudio')}</Link>
    </EmptyState>
  )
}

function AuditLog() {
  const { t } = useTranslation('audit')
  const [filter, setFilter] = useState(ALL)
  const audit = useAudit(filter)
  const names = useNames()
  const entries = audit.data?.pages.flatMap(({ items }) => items) ?? []
  const total = audit.data?.pages[0]?.total ?? 0
  if (audit.error && audit.data === undefined) return <Fault error={audit.error} onRetry={() => void audit.refetch()} />
  return (
    <Page title={t('title')} hint={t('hint')} isWide places={<AdminPlaces />}>
      <AuditFilterFields filter={filter} names={names.byId} onChange={setFilter} />
      <p className={styles.count} role="status">
        {audit.data && t('count', { count: total })}
      </p>
      {entries.length > 0 && <AuditTable entries={entries} names={names} />}
      {audit.data && total === 0 && (
        <EmptyState title={t('nothing')}>
          <Button variant="default" onClick={() => setFilter(ALL)}>
            {t('showAll')}
          </Button>
        </EmptyState>
      )}
      {audit.hasNextPage && (
        <Button variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Page>
  )
}
