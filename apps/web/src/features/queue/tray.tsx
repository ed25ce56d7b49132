import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../shared/actions/index.ts'
import { cancelMineAction } from './actions.ts'
import { useLiveItems } from './live-items.ts'
import { hasEnded } from './tracked-item.ts'
import styles from './tray.module.css'
import { listEntries } from './tray-entries.ts'
import { TrayTile } from './tray-tile.tsx'

/** The own items at the foot of the centre: what runs, waits, and was just made. */
export function Tray() {
  const { t } = useTranslation('queue')
  const items = useLiveItems((state) => state.items)
  const entries = listEntries(items)
  const isBusy = entries.some(({ item }) => !hasEnded(item))
  if (entries.length === 0) return null
  return (
    <section className={styles.tray} aria-label={t('tray')}>
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <TrayTile key={entry.item.id} entry={entry} />
        ))}
      </ul>
      {isBusy && <ActionButton action={cancelMineAction} subject={undefined} />}
    </section>
  )
}
