import { type RefObject, useEffect, useRef } from 'react'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import { useHearing, useReconnect, useServer, useServerEvent } from '../../shared/server/index.ts'
import { applyChange, type ImageChange, type ImageListQuery, useImageChanges } from '../images/index.ts'
import { changeImages, removeImages } from './image-list.ts'
import { changeLists, outdateHidden, readNewest, type Sight } from './queries.ts'
import { forgetPicked, moveDown } from './selection.ts'

/** Images often end one after the other: what follows within this time is read once. */
const GATHER_MS = 250
/** What others make shows here rarely, and is told to everybody. */
const GATHER_OTHERS_MS = 2000

/** Keeps the gallery true: by what the server tells, and by what is done to images here. */
export function useGalleryLive(query: ImageListQuery, sight: RefObject<Sight>): void {
  const server = useServer()
  const readNew = () => {
    void readNewest(server, query, sight.current).then(moveDown, () => undefined)
    outdateHidden(server.queries)
    void server.queries.invalidateQueries({ queryKey: BOARDS })
  }
  const gather = useGathered(readNew, GATHER_MS)
  const gatherOthers = useGathered(readNew, GATHER_OTHERS_MS)
  useServerEvent('invocation_complete', ({ invocation, result }) => {
    if (result.type === 'image_output' && invocation.is_intermediate !== true) gather()
  })
  // of what others make only this is told; it may be on a board that one sees
  useServerEvent('queue_item_status_changed', ({ status, user_id }) => {
    if (status === 'completed' && user_id === 'redacted') gatherOthers()
  })
  const readAnew = () => {
    void server.queries.invalidateQueries({ queryKey: GALLERY })
    void server.queries.invalidateQueries({ queryKey: BOARDS })
  }
  // the first connection comes soon after the first reading: little can have happened in between
  useReconnect(() => {
    if (useHearing.getState().connections > 1) readAnew()
    else void readNewest(server, query, sight.current).then(moveDown, () => undefined)
  })

  useImageChanges((change) => {
    const names = new Set(change.names)
    if (change.kind === 'deleted' || (change.kind === 'moved' && leavesList(change, query))) forgetPicked(names)
    changeLists(server.queries, (list, listed) =>
      leavesList(change, listed) ? removeImages(list, names) : changeImages(list, names, (image) => applyChange(image, change)),
    )
    // what came to a list, and what it did not know, is read
    if (change.kind === 'restored' || change.kind === 'moved') readAnew()
  })
}

/** Whether a change takes images out of a list. */
function leavesList(change: ImageChange, { board_id, starred }: ImageListQuery): boolean {
  if (change.kind === 'deleted') return true
  if (change.kind === 'moved') return board_id !== undefined && board_id !== (change.board ?? 'none')
  return change.kind === 'starred' && starred === true && !change.starred
}

/** Runs something once for all calls within a while. */
function useGathered(run: () => void, withinMs: number): () => void {
  const latest = useRef(run)
  latest.current = run
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      latest.current()
    }, withinMs)
  }
}
