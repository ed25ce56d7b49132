import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerEvent } from '../../shared/server/index.ts'
import styles from './stage.module.css'
import { applyProgress, applyResult, applyStatus, meetItem, type TrackedItem } from './tracked-item.ts'

/** The item that is being made, or was last, in large. */
export function Stage() {
  const { t } = useTranslation('queue')
  const queries = useQueryClient()
  const [item, setItem] = useState<TrackedItem>()
  const change = (id: number, apply: (item: TrackedItem) => TrackedItem) =>
    setItem((shown) => apply(shown?.id === id ? shown : meetItem(id)))
  useServerEvent('invocation_progress', (event) => change(event.item_id, (one) => applyProgress(one, event)))
  useServerEvent('invocation_complete', (event) => change(event.item_id, (one) => applyResult(one, event)))
  useServerEvent('queue_item_status_changed', (event) => {
    if (event.status !== 'pending') change(event.item_id, (one) => applyStatus(one, event))
    if (event.status === 'completed') void queries.invalidateQueries({ queryKey: ['gallery'] })
  })
  if (item === undefined) return null
  const source = item.imageName ? `api/v1/images/i/${item.imageName}/full` : item.preview
  return (
    <figure className={styles.stage} aria-label={t('inTheMaking')}>
      {source && <img src={source} alt={item.prompt} className={item.imageName ? '' : styles.preview} />}
    </figure>
  )
}
