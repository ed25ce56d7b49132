import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cutText } from '../../shared/cut-text.ts'
import { findAnnounced } from './announced.ts'
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
        const turn = items !== before.items && findAnnounced(items, before.items)
        if (turn) setChanged(turn)
      }),
    [],
  )
  const name = changed && cutText(changed.prompt)
  return (
    <p className={styles.unseen} role="status">
      {changed && (hasEnded(changed) ? `${describeItem(changed)}: ${name}` : t('begun', { name }))}
    </p>
  )
}
