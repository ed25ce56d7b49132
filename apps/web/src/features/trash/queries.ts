import type { AnswerOf } from '@bottega/client'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { parseTime } from '../../shared/formatting/index.ts'
import { BOARDS, GALLERY } from '../../shared/query-keys.ts'
import { useServer } from '../../shared/server/index.ts'

/** A picture in the trash. */
export type TrashedImage = AnswerOf<'listTrash'>['items'][number]

const TRASH = ['trash'] as const
const PAGE_SIZE = 100

/** The own deleted pictures, last deleted first, page by page. */
export function useTrash() {
  const { client } = useServer()
  return useInfiniteQuery({
    queryKey: TRASH,
    queryFn: ({ pageParam, signal }) => client.listTrash({ query: { offset: pageParam, limit: PAGE_SIZE } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, items, total }) => (offset + items.length < total ? offset + items.length : undefined),
    // other pages of one's own delete too
    staleTime: 0,
  })
}

/** Takes pictures out of the trash, or deletes them for good; lists read anew. */
export function useTrashChange() {
  const { client } = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (change: TrashChange) => {
      if (change.kind === 'restore') {
        if (change.names === undefined) return (await client.restoreTrash()).restored
        return (await client.restoreImages({ body: { image_names: [...change.names] } })).restored_images.length
      }
      const body = change.names === undefined ? { all: true as const } : { image_names: [...change.names] }
      return (await client.purgeTrash({ body })).purged
    },
    onSettled: () => Promise.all([TRASH, BOARDS, GALLERY].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}

/** What becomes of pictures in the trash; without names, of all. */
export interface TrashChange {
  readonly kind: 'restore' | 'purge'
  readonly names: readonly string[] | undefined
}

const DAY_MS = 24 * 3600 * 1000

/** How long a picture still lies in the trash. */
export function describeTimeLeft({ expires_at }: Pick<TrashedImage, 'expires_at'>, t: TFunction<'trash'>): string {
  const days = Math.max(0, Math.ceil((parseTime(expires_at).getTime() - Date.now()) / DAY_MS))
  return t('daysLeft', { count: days })
}
