import type { App } from '../services/app.ts'
import { showGallery, showVirtualBoards } from '../services/images/gallery.ts'
import { showImageNames } from '../services/images/images.ts'
import { type Handlers, JsonBytes } from './handlers.ts'

/** Answers the routes of the gallery, and of days as boards. */
export function createGalleryHandlers(app: App) {
  return {
    listGalleryItems: ({ query }, { actor }) => showGallery(app, actor, query),
    listGalleryItemNames: async ({ query }, { actor }) => new JsonBytes(await showImageNames(app, actor, query, 'item_names')),
    listGalleryItemRefs: async ({ query }, { actor }) => new JsonBytes(await showImageNames(app, actor, query, 'items')),
    listVirtualBoards: ({ query }, { actor }) => showVirtualBoards(app, actor, query.scope),
    listImageNamesOfDay: async ({ params, query }, { actor }) => {
      const list = { ...query, created_date: params.date, is_intermediate: false }
      return new JsonBytes(await showImageNames(app, actor, list))
    },
    listItemRefsOfDay: async ({ params, query }, { actor }) => {
      const list = { ...query, created_date: params.date, is_intermediate: false }
      return new JsonBytes(await showImageNames(app, actor, list, 'items'))
    },
  } satisfies Partial<Handlers>
}
