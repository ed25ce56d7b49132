import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { BOARDS, GALLERY, imageKey } from '../../shared/query-keys.ts'
import { useReconnect, useServer, useServerEvent } from '../../shared/server/index.ts'
import { callSoon } from '../../shared/soon.ts'
import { widenSpacing } from '../../shared/spacing.ts'
import { callWhenSeen } from '../../shared/when-seen.ts'
import { type Board, isOwn, NO_BOARD, readBoardsAnew, useIsEveryone } from '../boards/index.ts'
import { refreshNeighbours } from './neighbours.ts'

/** What others, other pages of one's own, or one's jobs have made of boards and images. What this page does itself is not told, but among everyone's work. */
export interface GalleryNews {
  /** with `none` for no board */
  readonly boardIds: ReadonlySet<string>
  /** Of boards of anybody too, which are not named: for an administrator who looks at everyone's work. */
  readonly isOfAnybody: boolean
  /** Of images, not of boards alone. */
  readonly isOfImages: boolean
  /** Nothing but new images. */
  readonly onlyAdded: boolean
}

/** One's own pictures are awaited. */
const OWN_APART_MS = 300
/** What others make is looked at beside other things: soon, but further apart the longer they go on. */
const OTHERS_APART_MS = 2000
const OTHERS_MOST_APART_MS = 30_000
/** It is told to everybody at once, and not everybody should ask at once. */
const OTHERS_WITHIN_MS = 500

/** Hears of what becomes of boards and images; news that come together are one. */
export function useGalleryNews(listener: (news: GalleryNews) => void): void {
  const { queries } = useServer()
  const latest = useRef(listener)
  latest.current = listener
  const gathering = useMemo(() => gatherNews(queries, (news) => latest.current(news)), [queries])
  useEffect(() => gathering.start(), [gathering])
  useServerEvent('boards_changed', ({ board_ids }) => gathering.take({ board_ids, of_images: false, only_added: false }))
  useServerEvent('gallery_changed', (event) => gathering.take({ ...event, of_images: true }))
  const isEveryone = useIsEveryone()
  useServerEvent('everyones_work_changed', (event) => isEveryone && gathering.take({ ...event, board_ids: undefined }))
}

/** Keeps true what is read of boards and images; a list that is shown follows by itself. Used once, by a component that is always there. */
export function useGalleryFollowed(): void {
  const { queries } = useServer()
  // at once: a gallery that is opened before the news are gathered did not hear of them itself
  const markHidden = () => void queries.invalidateQueries({ queryKey: GALLERY, type: 'inactive', refetchType: 'none' })
  useServerEvent('gallery_changed', markHidden)
  const isEveryone = useIsEveryone()
  useServerEvent('everyones_work_changed', () => isEveryone && markHidden())
  useGalleryNews(({ isOfImages, onlyAdded, isOfAnybody, boardIds }) => {
    readBoardsAnew(queries, isOfAnybody || boardIds.has(NO_BOARD) ? 'all' : 'boards')
    if (!isOfImages) return
    if (onlyAdded) refreshNeighbours(queries)
    else readAnew(queries, 'none')
  })
  // after a restart of the server all pages connect at once: those that nobody looks at wait
  const reconnected = useMemo(
    () =>
      callWhenSeen(() => {
        readBoardsAnew(queries, 'all')
        readAnew(queries, 'active')
      }),
    [queries],
  )
  useEffect(() => reconnected.stop, [reconnected])
  // at the first connection too: something may have changed since the first reading
  useReconnect(reconnected.call)
}

function readAnew(queries: QueryClient, refetchType: 'active' | 'none'): void {
  void queries.invalidateQueries({ queryKey: GALLERY, refetchType })
  refreshNeighbours(queries)
  // what lies below an image never changes
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.length === 2 && queryKey[0] === imageKey('')[0] })
}

interface Told {
  /** undefined: any */
  readonly board_ids: readonly string[] | undefined
  readonly of_images: boolean
  readonly only_added: boolean
}

function gatherNews(queries: QueryClient, tell: (news: GalleryNews) => void) {
  let boardIds = new Set<string>()
  let isOfAnybody = false
  let isOfImages = false
  let onlyAdded = true
  const tellNow = async () => {
    // nobody looks: it is told when somebody does
    if (document.visibilityState === 'hidden' || (boardIds.size === 0 && !isOfAnybody)) return
    const news = { boardIds, isOfAnybody, isOfImages, onlyAdded: onlyAdded && isOfImages }
    boardIds = new Set()
    isOfAnybody = false
    isOfImages = false
    onlyAdded = true
    tell(news)
  }
  const own = callSoon(tellNow, OWN_APART_MS)
  const others = callSoon(tellNow, widenSpacing(OTHERS_APART_MS, OTHERS_MOST_APART_MS), Math.random() * OTHERS_WITHIN_MS)
  return {
    /** @returns ends it */
    start() {
      document.addEventListener('visibilitychange', own.call)
      return () => {
        document.removeEventListener('visibilitychange', own.call)
        own.stop()
        others.stop()
      }
    },
    take({ board_ids, of_images, only_added }: Told) {
      const ids = board_ids ?? []
      for (const id of ids) boardIds.add(id)
      // none is named where a command may have changed any
      isOfAnybody ||= ids.length === 0
      if (of_images) {
        isOfImages = true
        onlyAdded &&= only_added
      }
      const boards = queries.getQueryData<readonly Board[]>(BOARDS) ?? []
      const isMine = (id: string) => id === NO_BOARD || boards.some((board) => board.board_id === id && isOwn(board))
      if (ids.some(isMine)) own.call()
      else others.call()
    },
  }
}
