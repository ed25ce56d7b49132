import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure, isSilence, useHearing } from '../server/index.ts'
import { EmptyState } from './empty-state.tsx'
import styles from './fault.module.css'

/** What stands in place of a part of the page that failed: what happened, and what can be done. */
export function Fault({ error, onRetry }: { readonly error: unknown; onRetry(): void }) {
  const { t } = useTranslation('shared')
  const connections = useHearing((state) => state.connections)
  const failedAt = useRef(connections)
  const retry = useRef(onRetry)
  retry.current = onRetry
  useEffect(() => {
    // the server answers again
    if (connections > failedAt.current && isSilence(error)) retry.current()
    failedAt.current = connections
  }, [connections, error])
  return (
    <div role="alert" className={styles.fault}>
      <EmptyState title={t('partFailed')}>
        <IconAlertTriangle size={28} stroke={1.5} aria-hidden className={styles.sign} />
        <p className={styles.cause}>{describeFailure(error)}</p>
        <Button variant="default" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      </EmptyState>
    </div>
  )
}
