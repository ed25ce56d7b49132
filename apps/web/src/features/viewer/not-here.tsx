import { ApiError } from '@bottega/client'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../shared/actions/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { closeAction } from './actions.ts'
import { useViewerPlace } from './use-viewer-place.ts'
import styles from './viewer.module.css'

const actions = [closeAction]

/** What an address shows whose picture is gone, is somebody else's, or cannot be read now. */
export function NotHere({ error, onRetry }: { readonly error: unknown; onRetry(): void }) {
  const { t } = useTranslation('viewer')
  const place = useViewerPlace()
  useActions(actions, place)
  const isGone = error instanceof ApiError && (error.status === 404 || error.status === 403)
  return (
    <div className={styles.notHere}>
      <EmptyState title={isGone ? t('notHere') : t('notRead')}>
        <p>{isGone ? t('notHereWhy') : describeFailure(error)}</p>
        <div className={styles.ways}>
          {!isGone && (
            <Button variant="light" onClick={onRetry}>
              {t('tryAgain')}
            </Button>
          )}
          <Button variant="default" onClick={place.close}>
            {t('close')}
          </Button>
        </div>
      </EmptyState>
    </div>
  )
}
