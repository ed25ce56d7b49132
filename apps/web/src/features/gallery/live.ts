import type { RefObject } from 'react'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import { useServer } from '../../shared/server/index.ts'
import { applyChange, type ImageChange, type ImageListQuery, useGalleryNews, useImageChanges } from '../images/index.ts'
import { changeImages, removeImages } from './image-list.ts'
import { changeLists, readNewest, type Sight } from './queries.ts'
import { forgetPicked, moveDown } from './selection.ts'

/** Keeps the gallery true: by what the server tells, and by what is done to images here. */
export function useGalleryLive(query: ImageListQuery, sight: RefObject<Sight>): void {
  const server = useServer()
  useGalleryNews(({ isOfImages, onlyAdded, isOfAnybody, boardIds }) => {
    // other lists are read anew when they are shown
    const isMeant = isOfAnybody || query.board_id === undefined || boardIds.has(query.board_id)
    if (!isOfImages || !isMeant) return
    if (onlyAdded) void readNewest(server, query, sight.current).then(moveDown, () => undefined)
    else void server.queries.invalidateQueries({ queryKey: GALLERY })
  })
  const readAnew = () => {
    for (const queryKey of [GALLERY, BOARDS]) void server.queries.invalidateQueries({ queryKey })
  }
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
