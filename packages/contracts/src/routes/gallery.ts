import { z } from 'zod'
import { GalleryItemNames, GalleryItemRefs, GalleryPage, VirtualBoard } from '../entities/gallery.ts'
import { ImageNames, ResourceOrigin } from '../entities/image.ts'
import { IsoDate } from '../entities/time.ts'
import { defineRoute } from '../route.ts'
import { wirePage, wireScope } from '../wire-values.ts'
import { galleryFilter, galleryNarrowing, galleryOrder, galleryPlace, readingBoard } from './gallery-filter.ts'

const filter = { origin: ResourceOrigin.optional(), ...galleryFilter }

/** Images and videos together. */
export const galleryRoutes = {
  listGalleryItems: defineRoute({
    method: 'GET',
    path: '/api/v1/gallery/items/',
    summary: 'List what lies in the gallery: from an offset on, or what comes after an image',
    query: z.object({ ...filter, ...galleryNarrowing, ...wirePage({ limit: 10, max: 1000 }), ...galleryPlace }),
    response: GalleryPage,
    access: readingBoard,
    errors: ['image_not_found'],
  }),
  listGalleryItemNames: defineRoute({
    method: 'GET',
    path: '/api/v1/gallery/item_names',
    summary: 'List the names of what lies in the gallery, in order',
    query: z.object({ ...filter, ...galleryNarrowing, created_date: IsoDate.optional() }),
    response: GalleryItemNames,
    access: readingBoard,
  }),
  listGalleryItemRefs: defineRoute({
    method: 'GET',
    path: '/api/v1/gallery/items/names',
    summary: 'List names and kinds of what lies in the gallery (deprecated: use item_names)',
    query: z.object(filter),
    response: GalleryItemRefs,
    access: readingBoard,
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
    query: z.object(galleryOrder),
    response: ImageNames,
    access: 'user',
  }),
  listItemRefsOfDay: defineRoute({
    method: 'GET',
    path: '/api/v1/virtual_boards/by_date/{date}/item_names',
    summary: 'List names and kinds of what was made on a day (deprecated: use gallery/item_names)',
    params: day,
    query: z.object(galleryOrder),
    response: GalleryItemRefs,
    access: 'user',
  }),
}
