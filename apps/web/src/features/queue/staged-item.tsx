import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { describeHotkey, runAction } from '../../shared/actions/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { cancelAction, retryAction } from './actions.ts'
import { dropItems, useLiveItems, useLiveProgress } from './live-items.ts'
import { ProgressLine } from './progress-line.tsx'
import styles from './stage.module.css'
import { StagePicture } from './stage-picture.tsx'
import { hasEnded, type Size, type TrackedItem } from './tracked-item.ts'
import { useItemWords } from './words.ts'

/** Until something tells it: a place of middling size. */
const UNKNOWN: Size = { width: 128, height: 128 }

/** An item on the stage: what it looks like so far, how it stands, and what can be done about it. */
export function StagedItem({ item }: { readonly item: TrackedItem }) {
  const { t } = useTranslation('queue')
  const studio = useStudio()
  const { advise } = useItemWords()
  const preview = useLiveProgress((progress) => progress[item.id]?.preview)
  const last = useLiveItems(({ items }) => findLast(items))
  const ids = useMemo(() => [item.id], [item.id])
  const isBare = item.status === 'failed' || item.status === 'canceled'
  return (
    <figure className={styles.stage} aria-label={t('inTheMaking')} data-status={item.status}>
      {isBare ? (
        <div className={styles.bare}>
          <IconAlertTriangle size={40} stroke={1.25} aria-hidden />
        </div>
      ) : (
        <StagePicture
          imageName={item.imageName}
          preview={preview}
          before={last?.imageName}
          size={item.size ?? last?.size ?? UNKNOWN}
          alt={item.prompt}
          onGone={() => dropItems(({ id }) => id === item.id)}
        />
      )}
      <figcaption className={styles.caption}>
        <ProgressLine item={item} />
        {item.status === 'failed' && <p className={styles.advice}>{advise(item.error ?? {})}</p>}
        <div className={styles.foot}>
          <p className={styles.prompt} title={item.prompt}>
            {item.prompt}
          </p>
          {!hasEnded(item) && (
            <Button
              variant="default"
              title={`${t('cancelJob')} (${describeHotkey(cancelAction.hotkey ?? '').join('+')})`}
              onClick={() => runAction(cancelAction, ids, studio)}
            >
              {t('cancel')}
            </Button>
          )}
          {isBare && (
            <Button variant="default" onClick={() => runAction(retryAction, ids, studio)}>
              {t('retry')}
            </Button>
          )}
        </div>
      </figcaption>
    </figure>
  )
}

/** The own picture that was made last: the next one has most likely its size. */
function findLast(items: Readonly<Record<number, TrackedItem>>): TrackedItem | undefined {
  return Object.values(items).findLast(({ imageName }) => imageName !== undefined)
}
