import { Button } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shared/formatting/index.ts'
import { useMinute } from '../../shared/ui/use-minute.ts'
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
  useMinute()
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
  const asked = useRef({ open: 0, ended: 0 })
  const latestOnEnd = useRef(onEnd)
  latestOnEnd.current = onEnd
  useEffect(() => {
    const counts = { open: openRows.length, ended: endedRows.length }
    for (const part of ['open', 'ended'] as const) {
      // what only made a folded line longer is not followed by more: a batch of thousands is one row
      asked.current[part] = Math.min(asked.current[part], counts[part])
      if (!(part === 'open' ? isOpenEnding : isEndedEnding) || counts[part] <= asked.current[part]) continue
      asked.current[part] = counts[part]
      latestOnEnd.current(part)
    }
  }, [isOpenEnding, isEndedEnding, openRows, endedRows])

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
                <Row row={row} showsOwners={showsOwners} onToggle={toggle} onMore={onEnd} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

interface RowProps extends Pick<QueueListProps, 'showsOwners'> {
  readonly row: ListRow
  onToggle(key: string): void
  onMore(part: Part): void
}

function Row({ row, showsOwners, onToggle, onMore }: RowProps) {
  const { t } = useTranslation('queue')
  if (row.kind === 'heading') {
    return (
      <h2 className={styles.heading}>
        {row.part === 'open' ? t('openPart') : t('endedPart')} <span>{formatNumber(row.total)}</span>
      </h2>
    )
  }
  if (row.kind === 'more') {
    return (
      <Button variant="subtle" onClick={() => onMore(row.part)}>
        {t('showMore')}
      </Button>
    )
  }
  if (row.kind === 'detail') return <JobDetail id={row.item.item_id} />
  return <JobLine {...row} showsOwner={showsOwners} onToggle={() => onToggle(row.job.key)} />
}
