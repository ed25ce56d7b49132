import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { BOARDS, imageKey } from '../../shared/query-keys.ts'
import type { ImageDto } from './image.ts'
import { dropNeighbours, refreshNeighbours } from './neighbours.ts'

/** What was done to images here. It is told at once; a refusal by the server is told as the opposite. */
export type ImageChange = { readonly names: readonly string[] } & (
  | { readonly kind: 'starred'; readonly starred: boolean }
  /** undefined: they lie on no board now */
  | { readonly kind: 'moved'; readonly board: string | undefined }
  | { readonly kind: 'deleted' | 'restored' }
)

const listeners = new Set<(change: ImageChange) => void>()

/** Hears of what is done to images here, so that lists can follow without reading anew. */
export function useImageChanges(listener: (change: ImageChange) => void): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const hear = (change: ImageChange) => latest.current(change)
    listeners.add(hear)
    return () => void listeners.delete(hear)
  }, [])
}

/** Tells what was done to images: to what is kept of them, and to whoever shows them. */
export function tellChange(queries: QueryClient, change: ImageChange): void {
  for (const name of change.names) {
    if (change.kind === 'deleted') queries.removeQueries({ queryKey: imageKey(name), exact: true })
    else queries.setQueryData<ImageDto>(imageKey(name), (image) => image && applyChange(image, change))
  }
  if (change.kind === 'deleted') dropNeighbours(queries, change.names)
  else if (change.kind !== 'starred') refreshNeighbours(queries)
  if (change.kind !== 'starred') void queries.invalidateQueries({ queryKey: BOARDS })
  for (const listener of listeners) listener(change)
}

/** An image after a change. */
export function applyChange(image: ImageDto, change: ImageChange): ImageDto {
  if (change.kind === 'starred') return { ...image, starred: change.starred }
  if (change.kind !== 'moved') return image
  const { board_id: _former, ...others } = image
  return change.board === undefined ? others : { ...others, board_id: change.board }
}
