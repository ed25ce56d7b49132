import { type QueryClient, useQuery } from '@tanstack/react-query'
import { imageKey } from '../../shared/query-keys.ts'
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

/**
 * The images beside one in what the gallery lists, in its order.
 *
 * @param count  how many on each side
 */
export function useNeighbours(name: string, count: number): Neighbours & { readonly areKnown: boolean } {
  const { client, queries } = useServer()
  const query = useListing((state) => state.query)
  const { data, isFetched } = useQuery<Neighbours>({
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
    placeholderData: () => guessNeighbours(queries, name),
  })
  return { previous: data?.previous ?? [], next: data?.next ?? [], areKnown: isFetched }
}

/** What the images beside a neighbour tell, for whoever goes on faster than they are read. */
function guessNeighbours(queries: QueryClient, name: string): Neighbours | undefined {
  for (const [key, known] of queries.getQueriesData<Neighbours>({ queryKey: NEIGHBOURS })) {
    const other = queries.getQueryData<ImageDto>(imageKey(String(key[1])))
    if (known === undefined || other === undefined) continue
    const { previous, next } = known
    const [before, after] = [findName(previous, name), findName(next, name)]
    if (after >= 0) return { previous: [...next.slice(0, after).reverse(), other, ...previous], next: next.slice(after + 1) }
    if (before >= 0)
      return { previous: previous.slice(before + 1), next: [...previous.slice(0, before).reverse(), other, ...next] }
  }
  return undefined
}

function findName(images: readonly ImageDto[], name: string): number {
  return images.findIndex(({ image_name }) => image_name === name)
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
