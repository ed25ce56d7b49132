import type { QueueItemSummary } from '@bottega/contracts'
import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton, defineAction, runAction } from '../../shared/actions/index.ts'
import { useAccount, useStudio } from '../../shared/studio.tsx'
import { Dialog } from '../../shared/ui/dialog.tsx'
import { Foot } from '../../shared/ui/foot.tsx'
import { cancelMineAction, clearAction, pauseAction, pruneAction, retryAction } from './actions.ts'
import styles from './queue-page.module.css'

/** What can be done to the queue as a whole. */
export function QueueActs({ failed: ended }: { readonly failed: readonly QueueItemSummary[] }) {
  const { t } = useTranslation('queue')
  const studio = useStudio()
  const ownId = useAccount()?.user_id
  const [asks, setAsks] = useState(false)
  const failed = useMemo(
    () =>
      ended
        .filter(({ status, user_id }) => status === 'failed' && (ownId === undefined || user_id === ownId))
        .map(({ item_id }) => item_id),
    [ended, ownId],
  )
  return (
    <div className={styles.acts}>
      {/* the note of a pause has what ends it */}
      <ActionButton action={pauseAction} subject={undefined} />
      <ActionButton action={cancelMineAction} subject={undefined} />
      <ActionButton action={pruneAction} subject={undefined} />
      <ActionButton action={askToClear} subject={() => setAsks(true)} />
      {failed.length > 0 && (
        <Button variant="default" onClick={() => runAction(retryAction, failed, studio)}>
          {t('retryFailed', { count: failed.length })}
        </Button>
      )}
      {asks && (
        <Dialog onClose={() => setAsks(false)} title={t('clearQuestion')}>
          <p>{t('clearMeans')}</p>
          <Foot>
            <Button variant="default" data-autofocus onClick={() => setAsks(false)}>
              {t('keep')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                setAsks(false)
                runAction(clearAction, undefined, studio)
              }}
            >
              {t('clearYes')}
            </Button>
          </Foot>
        </Dialog>
      )}
    </div>
  )
}

/** The same act, which asks first. */
const askToClear = defineAction<() => void>({ ...clearAction, hinder: () => undefined, run: (ask) => ask() })
