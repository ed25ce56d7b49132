import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { GALLERY } from '../../shared/query-keys.ts'
import { type Server, useServer } from '../../shared/server/index.ts'
import type { ImageListQuery } from '../images/index.ts'
import { addPage, countImages, type ImageList, listMissingPages, listPages, PAGE_SIZE, prependImages } from './image-list.ts'

/** What of the list is looked at: places, both included. */
export interface Sight {
  readonly first: number
  readonly last: number
  /** Whether it begins at the very top, where new images may push the others on. */
  readonly isAtTop: boolean
}

const LISTS = [...GALLERY, 'list'] as const
const listKey = (query: ImageListQuery) => [...LISTS, query] as const

/** Waits a moment before it reads what is only passed by. */
const REST_MS = 60
/** How long a page is left alone that has fewer images than its list says. */
const SHORT_MS = 30_000
/** How long a list is kept that is not shown. */
const KEPT_MS = 60_000

/** A list of which the pages in sight are read; nothing of it where it is not to be shown. */
export function useImageList(query: ImageListQuery, sight: RefObject<Sight>, isShown: boolean) {
  const server = useServer()
  const queries = useQueryClient()
  const former = useRef(query)
  // another list begins at its top
  if (former.current !== query) sight.current = { first: 0, last: 0, isAtTop: true }
  former.current = query
  const list = useQuery({
    queryKey: listKey(query),
    queryFn: ({ signal }) => readList(server, query, sight.current, queries.getQueryData<ImageList>(listKey(query)), signal),
    structuralSharing: false,
    gcTime: KEPT_MS,
    enabled: isShown,
  })
  const readSight = useSightReader(server, query, sight)
  useEffect(() => {
    if (list.data) readSight()
  }, [list.data, readSight])
  return { ...list, readSight }
}

/** Gives what reads the pages in sight that are missing, once the sight rests. */
function useSightReader(server: Server, query: ImageListQuery, sight: RefObject<Sight>): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const reading = useRef(new Set<string>())
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(() => {
    const read = async (number: number) => {
      const list = server.queries.getQueryData<ImageList>(listKey(query))
      const key = JSON.stringify([query, number, list?.held, list?.total])
      if (list === undefined || reading.current.has(key)) return
      reading.current.add(key)
      let isShort = false
      try {
        isShort = await readPage(server, query, number, list)
      } finally {
        // a page that came short would be asked for again at once, and come short again
        if (isShort) setTimeout(() => reading.current.delete(key), SHORT_MS)
        else reading.current.delete(key)
      }
    }
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const list = server.queries.getQueryData<ImageList>(listKey(query))
      const { first, last } = sight.current
      // a page that cannot be read is asked for again when the sight moves
      if (list) for (const number of listMissingPages(list, first, last)) void read(number).catch(() => undefined)
    }, REST_MS)
  }, [server, query, sight])
}

/** Answers whether the page is shorter than the list says that it is. */
async function readPage(server: Server, query: ImageListQuery, number: number, { held, total }: ImageList): Promise<boolean> {
  const page = await askForPage(server, query, number * PAGE_SIZE + held, PAGE_SIZE)
  const current = server.queries.getQueryData<ImageList>(listKey(query))
  if (current?.held !== held) return false
  server.queries.setQueryData<ImageList>(listKey(query), addPage(current, number, page.items))
  // something came or went that nobody told of
  if (page.total !== total && current.total === total) await server.queries.invalidateQueries({ queryKey: listKey(query) })
  return page.total === total && page.items.length < Math.min(PAGE_SIZE, total - held - number * PAGE_SIZE)
}

async function readList(
  server: Server,
  query: ImageListQuery,
  { first, last, isAtTop }: Sight,
  former: ImageList | undefined,
  signal: AbortSignal,
): Promise<ImageList> {
  const follows = isAtTop || former === undefined || query.order_dir !== 'DESC'
  const list = await readPages(follows ? 0 : former.held)
  const grown = follows ? 0 : Math.max(0, list.total - former.total)
  return grown === 0 ? list : readPages(list.held + grown)

  async function readPages(held: number): Promise<ImageList> {
    const numbers = former === undefined ? [0] : listPages(first, Math.max(first, last))
    const pages = await Promise.all(
      numbers.map(async (number) => ({
        number,
        ...(await askForPage(server, query, number * PAGE_SIZE + held, PAGE_SIZE, signal)),
      })),
    )
    const total = pages[0]?.total ?? 0
    const known = pages.filter(({ items }) => items.length > 0).map(({ number, items }) => [number, items] as const)
    return { total, held: Math.min(held, total), pages: new Map(known) }
  }
}

/**
 * Takes new images into a list: at its top where that is in sight, else they are held back.
 *
 * @returns by how many places the others have moved down
 */
export async function readNewest(server: Server, query: ImageListQuery, { isAtTop }: Sight): Promise<number> {
  const key = listKey(query)
  const list = server.queries.getQueryData<ImageList>(key)
  const top = list?.pages.get(0)?.[0]
  if (list === undefined || top === undefined || query.order_dir !== 'DESC') {
    await server.queries.invalidateQueries({ queryKey: key })
    return 0
  }
  const { items, total } = await askForPage(server, query, 0, isAtTop ? 20 : 0)
  if (server.queries.getQueryData(key) !== list) return readNewest(server, query, { first: 0, last: 0, isAtTop })
  const grown = total - countImages(list)
  if (!isAtTop && total >= list.total) server.queries.setQueryData<ImageList>(key, { ...list, total, held: grown })
  else if (isAtTop && list.held === 0 && items[grown]?.image_name === top.image_name) {
    server.queries.setQueryData<ImageList>(key, prependImages(list, items.slice(0, grown), total))
    return grown
  } else await server.queries.invalidateQueries({ queryKey: key })
  return 0
}

/** Shows the images that were held back. */
export async function releaseHeld(queries: QueryClient, query: ImageListQuery): Promise<void> {
  queries.setQueryData<ImageList>(listKey(query), (list) => list && { ...list, held: 0, pages: new Map() })
  await queries.invalidateQueries({ queryKey: listKey(query) })
}

/** Changes the list that is shown; those that are not are forgotten, since only the server knows how they are now. */
export function changeLists(queries: QueryClient, change: (list: ImageList, query: ImageListQuery) => ImageList): void {
  queries.removeQueries({ queryKey: LISTS, type: 'inactive' })
  for (const [key, list] of queries.getQueriesData<ImageList>({ queryKey: LISTS })) {
    if (list) queries.setQueryData<ImageList>(key, change(list, key[LISTS.length] as ImageListQuery))
  }
}

/** The names of the images from one place to another, whether they were read or not. */
export async function readNames({ client }: Server, query: ImageListQuery, from: number, to: number): Promise<readonly string[]> {
  const { image_names } = await client.listImageNames({ query: { ...query, starred_first: false } })
  return image_names.slice(from, to + 1)
}

function askForPage({ client }: Server, query: ImageListQuery, offset: number, limit: number, signal?: AbortSignal) {
  return client.listImages({ query: { ...query, starred_first: false, offset, limit } }, signal ? { signal } : {})
}
