import { useMemo } from 'react'
import { useActions } from '../../shared/actions/index.ts'
import { cancelAction } from './actions.ts'
import { IdleStage } from './idle-stage.tsx'
import { findStaged, useLiveItems } from './live-items.ts'
import { StagedItem } from './staged-item.tsx'
import { hasEnded } from './tracked-item.ts'

const actions = [cancelAction]

/** The centre of the studio: the own item that is being made, or was last, in large. */
export function Stage() {
  const item = useLiveItems(({ items, chosen }) => findStaged(items, chosen))
  const openId = item && !hasEnded(item) ? item.id : undefined
  const cancelable = useMemo(() => (openId === undefined ? [] : [openId]), [openId])
  useActions(actions, cancelable)
  return item === undefined ? <IdleStage /> : <StagedItem key={item.id} item={item} />
}
