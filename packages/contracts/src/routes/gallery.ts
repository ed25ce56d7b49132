import { z } from 'zod'
import { GalleryItemNames, GalleryItemRefs, GalleryPage, VirtualBoard } from '../entities/gallery.ts'
import { ImageCategory, ImageNames, ResourceOrigin } from '../entities/image.ts'
import { Direction } from '../entities/paging.ts'
import { IsoDate } from '../entities/time.ts'
import { defineRoute } from '../route.ts'
import { wireFlag, wireList, wirePage, wireScope } from '../wire-values.ts'

const order = {
  order_dir: Direction.default('DESC'),
  starred_first: wireFlag().default(true),
  search_term: z.string().optional(),
  categories: wireList(ImageCategory).optional(),
  ...wireScope,
}
const filter = {
  origin: ResourceOrigin.optional(),
  is_intermediate: wireFlag().optional(),
  board_id: z.string().optional(),
  ...order,
}
const onBoard = { resource: 'board', by: 'board_id', action: 'read' } as const

/** Images and videos together. */
export const galleryRoutes = {
  listGalleryItems: defineRoute({
    method: 'GET',
    path: '/api/v1/gallery/items/',
    summary: 'List what lies in the gallery',
    query: z.object({ ...filter, ...wirePage({ limit: 10, max: 1000 }) }),
    response: GalleryPage,
    access: onBoard,
  }),
  listGalleryItemNames: defineRoute({
    method: 'GET',
    path: '/api/v1/gallery/item_names',
    summary: 'List the names of what lies in the gallery, in order',
    query: z.object({ ...filter, created_date: IsoDate.optional() }),
    response: GalleryItemNames,
    access: onBoard,
  }),
  listGalleryItemRefs: defineRoute({
    method: 'GET',
    path: '/api/v1/gallery/items/names',
    summary: 'List names and kinds of what lies in the gallery (deprecated: use item_names)',
    query: z.object(filter),
    response: GalleryItemRefs,
    access: onBoard,
  }),
}

const day = z.object({ date: IsoDate })

/** What was made on one day, as if it were a board. */
export const virtualBoardRoutes = {
  listVirtualBoards: defineRoute({
    method: 'GET',
    path: '/api/v1/virtual_boards/by_date',
    summary: 'List the days on which something was made, newest first',
    query: z.object(wireScope),
    response: z.array(VirtualBoard),
    access: 'user',
  }),
  listImageNamesOfDay: defineRoute({
    method: 'GET',
    path: '/api/v1/virtual_boards/by_date/{date}/image_names',
    summary: 'List the names of the images of a day',
    params: day,
    query: z.object(order),
    response: ImageNames,
    access: 'user',
  }),
  listItemRefsOfDay: defineRoute({
    method: 'GET',
    path: '/api/v1/virtual_boards/by_date/{date}/item_names',
    summary: 'List names and kinds of what was made on a day (deprecated: use gallery/item_names)',
    params: day,
    query: z.object(order),
    response: GalleryItemRefs,
    access: 'user',
  }),
}
