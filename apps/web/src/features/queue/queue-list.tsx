import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { JobDetail } from './job-detail.tsx'
import { JobLine } from './job-line.tsx'
import { type ListRow, listRows } from './list-rows.ts'
import type { ItemList, Part } from './queries.ts'
import styles from './queue-list.module.css'

/** What the list shows. */
export interface QueueListProps {
  readonly open: ItemList
  readonly ended: ItemList
  readonly showsOwners: boolean
  /** The end of what was read of a part is near, and there is more. */
  onEnd(part: Part): void
}

const HEIGHT = 44
/** So many rows before the end, more are read. */
const NEAR = 30

/** The jobs, one a line, thousands of them: only those in sight are there. */
export function QueueList({ open, ended, showsOwners, onEnd }: QueueListProps) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const openRows = useMemo(() => listRows('open', open, unfolded), [open, unfolded])
  const endedRows = useMemo(() => listRows('ended', ended, unfolded), [ended, unfolded])
  const rows = useMemo(() => [...openRows, ...endedRows], [openRows, endedRows])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: 8,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const endsSoon = (part: ItemList, end: number) => part.items.length < part.total && last >= end - NEAR
  const isOpenEnding = endsSoon(open, openRows.length)
  const isEndedEnding = endsSoon(ended, rows.length)
  const latestOnEnd = useRef(onEnd)
  latestOnEnd.current = onEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when more was read and the end is near still
  useEffect(() => {
    if (isOpenEnding) latestOnEnd.current('open')
    if (isEndedEnding) latestOnEnd.current('ended')
  }, [isOpenEnding, isEndedEnding, open.items.length, ended.items.length])

  const toggle = (key: string) =>
    setUnfolded((keys) => (keys.has(key) ? new Set([...keys].filter((other) => other !== key)) : new Set([...keys, key])))

  return (
    <div className={styles.scroller} ref={scroller}>
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const row = rows[index]
          return (
            row && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row row={row} showsOwners={showsOwners} onToggle={toggle} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function Row({ row, showsOwners, onToggle }: { row: ListRow; showsOwners: boolean; onToggle(key: string): void }) {
  const { t } = useTranslation('queue')
  if (row.kind === 'heading') {
    return (
      <h2 className={styles.heading}>
        {row.part === 'open' ? t('openPart') : t('endedPart')} <span>{row.total}</span>
      </h2>
    )
  }
  if (row.kind === 'detail') return <JobDetail id={row.item.item_id} />
  return <JobLine {...row} showsOwner={showsOwners} onToggle={() => onToggle(row.job.key)} />
}
