import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../shared/actions/index.ts'
import { useIsNarrow } from '../../shared/ui/use-is-narrow.ts'
import { cancelMineAction } from './actions.ts'
import { useLiveItems } from './live-items.ts'
import { hasEnded } from './tracked-item.ts'
import styles from './tray.module.css'
import { listEntries } from './tray-entries.ts'
import { TrayTile } from './tray-tile.tsx'

/** The own items at the foot of the centre: what runs, waits, and was just made. */
export function Tray() {
  const { t } = useTranslation('queue')
  const { image } = useSearch({ strict: false })
  // on a phone a picture that is looked at has the screen
  const isCovered = useIsNarrow() && image !== undefined
  const items = useLiveItems((state) => state.items)
  const entries = listEntries(items)
  const isBusy = entries.some(({ item }) => !hasEnded(item))
  if (entries.length === 0) return null
  return (
    <section className={styles.tray} aria-label={t('tray')} inert={isCovered}>
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <TrayTile key={entry.item.id} entry={entry} />
        ))}
      </ul>
      {isBusy && <ActionButton action={cancelMineAction} subject={undefined} />}
    </section>
  )
}
