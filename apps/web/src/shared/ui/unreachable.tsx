import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../server/index.ts'
import { EmptyState } from './empty-state.tsx'
import { Mark } from './mark.tsx'

const AGAIN_AFTER_MS = 3000

/** What stands there when the server does not answer at the start: it says so, and tries again by itself. */
export function Unreachable({ error, onRetry }: { readonly error: unknown; onRetry(): void }) {
  const { t } = useTranslation('shared')
  const retry = useRef(onRetry)
  retry.current = onRetry
  useEffect(() => {
    const before = document.title
    document.title = t('unreachableTitle')
    return () => {
      document.title = before
    }
  }, [t])
  useEffect(() => {
    const again = () => retry.current()
    const timer = setInterval(again, AGAIN_AFTER_MS)
    addEventListener('online', again)
    return () => {
      clearInterval(timer)
      removeEventListener('online', again)
    }
  }, [])
  return (
    <main>
      <EmptyState titleAs="h1" title={t('unreachableTitle')}>
        <Mark size={40} />
        <p role="status">{describeFailure(error)}</p>
        <p>{t('triesAgain')}</p>
        <Button variant="default" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      </EmptyState>
    </main>
  )
}
