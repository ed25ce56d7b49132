import { IconAlertTriangle, IconBan, IconHourglass, IconPhoto, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { runAction } from '../../shared/actions/index.ts'
import { thumbnailOf } from '../../shared/image-address.ts'
import { useIsCutOff } from '../../shared/server/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { cancelAction, cancelBatchAction } from './actions.ts'
import { chooseItem, dropItems, useLiveItems, useLiveProgress } from './live-items.ts'
import { hasEnded, type TrackedItem } from './tracked-item.ts'
import type { TrayEntry } from './tray-entries.ts'
import styles from './tray-tile.module.css'
import { useItemWords } from './words.ts'

/** So many are canceled one by one; more are a batch, of which not all may be known here. */
const FEW = 20

/** An entry of the tray: a click shows it on the stage, or opens the picture that it made. */
export function TrayTile({ entry: { item, ids } }: { readonly entry: TrayEntry }) {
  const { t } = useTranslation('queue')
  const studio = useStudio()
  const { describeItem } = useItemWords()
  const isChosen = useLiveItems(({ chosen }) => chosen === item.id)
  const more = ids.length - 1
  const cancelText = ids.length > FEW ? t('cancelBatch') : more > 0 ? t('cancelMany', { count: ids.length }) : undefined
  const name = [item.prompt, describeItem(item), more > 0 && t('more', { count: more })].filter(Boolean).join(', ')

  function show(): void {
    chooseItem(item.id)
    void studio.go({
      to: '/',
      search: ({ image: _other, ...search }) => ({ ...search, ...(item.imageName && { image: item.imageName }) }),
    })
  }

  function cancel(): void {
    if (ids.length > FEW) runAction(cancelBatchAction, item.batchId, studio)
    else runAction(cancelAction, ids, studio)
  }

  return (
    <li className={styles.tile} data-status={item.status} data-chosen={isChosen || undefined}>
      <button type="button" className={styles.show} aria-label={name} title={name} onClick={show}>
        <TileLook item={item} />
        {more > 0 && <span className={styles.count}>{`+${more}`}</span>}
      </button>
      {!hasEnded(item) && (
        <button
          type="button"
          className={styles.cancel}
          aria-label={cancelText ?? t('cancelOne', { name: item.prompt })}
          title={cancelText ?? t('cancel')}
          onClick={cancel}
        >
          <IconX size={14} stroke={2} aria-hidden />
        </button>
      )}
    </li>
  )
}

/** The picture, the preview with its progress, or a sign. The only part that steps draw anew. */
function TileLook({ item: { id, status, imageName } }: { readonly item: TrackedItem }) {
  const progress = useLiveProgress((known) => known[id])
  const isCutOff = useIsCutOff()
  if (imageName) return <img src={thumbnailOf(imageName)} alt="" onError={() => dropItems((item) => item.id === id)} />
  const Sign =
    status === 'failed' ? IconAlertTriangle : status === 'canceled' ? IconBan : status === 'pending' ? IconHourglass : IconPhoto
  return (
    <>
      {progress?.preview && status === 'in_progress' ? (
        <img src={progress.preview} alt="" />
      ) : (
        <Sign size={20} stroke={1.5} aria-hidden />
      )}
      {status === 'in_progress' && !isCutOff && (
        <progress className={styles.bar} aria-hidden max={1} value={progress?.share ?? 0} />
      )}
    </>
  )
}
