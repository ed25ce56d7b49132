import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useServer } from '../../shared/server/index.ts'
import type { ImageDto } from './image.ts'
import { useListing } from './listing.ts'
import { rememberImages } from './queries.ts'

/** The images beside one, nearest first. */
export interface Neighbours {
  readonly previous: readonly ImageDto[]
  readonly next: readonly ImageDto[]
}

const NEIGHBOURS = ['neighbours'] as const
const NONE: Neighbours = { previous: [], next: [] }

/**
 * The images beside one in what the gallery lists, in its order.
 *
 * @param count  how many on each side
 */
export function useNeighbours(name: string, count: number): Neighbours {
  const { client, queries } = useServer()
  const query = useListing((state) => state.query)
  const { data } = useQuery({
    queryKey: [...NEIGHBOURS, name, count, query],
    queryFn: async ({ signal }): Promise<Neighbours> => {
      const list = async (order_dir: 'ASC' | 'DESC') => {
        const page = { order_dir, after: name, limit: count, starred_first: false }
        const { items } = await client.listImages({ query: { ...query, ...page } }, { signal })
        rememberImages(queries, items)
        return items
      }
      const isNewestFirst = query.order_dir !== 'ASC'
      const [next, previous] = await Promise.all([list(isNewestFirst ? 'DESC' : 'ASC'), list(isNewestFirst ? 'ASC' : 'DESC')])
      return { next, previous }
    },
  })
  return data ?? NONE
}

/** Has the images beside others read anew: some came or went. */
export function refreshNeighbours(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: NEIGHBOURS })
}

/** Takes images out of what is known to lie beside others, before the server has. */
export function dropNeighbours(queries: QueryClient, names: readonly string[]): void {
  const keep = ({ image_name }: ImageDto) => !names.includes(image_name)
  queries.setQueriesData<Neighbours>(
    { queryKey: NEIGHBOURS },
    (known) => known && { previous: known.previous.filter(keep), next: known.next.filter(keep) },
  )
}
