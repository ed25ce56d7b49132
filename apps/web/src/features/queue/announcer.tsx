import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './announcer.module.css'
import { useLiveItems } from './live-items.ts'
import { hasEnded, type TrackedItem } from './tracked-item.ts'
import { useItemWords } from './words.ts'

/** Tells those who hear the page of beginnings and ends; steps are for the eye. */
export function Announcer() {
  const { t } = useTranslation('queue')
  const { describeItem } = useItemWords()
  const [changed, setChanged] = useState<TrackedItem>()
  useEffect(
    () =>
      useLiveItems.subscribe(({ items }, before) => {
        const turn = Object.values(items).find((item) => isTurn(item, before.items[item.id]))
        if (turn) setChanged(turn)
      }),
    [],
  )
  return (
    <p className={styles.unseen} role="status">
      {changed && (hasEnded(changed) ? `${describeItem(changed)}: ${changed.prompt}` : t('begun', { name: changed.prompt }))}
    </p>
  )
}

function isTurn(item: TrackedItem, before: TrackedItem | undefined): boolean {
  return before !== undefined && item.status !== before.status && (item.status === 'in_progress' || hasEnded(item))
}
