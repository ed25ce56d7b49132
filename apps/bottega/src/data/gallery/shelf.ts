import { type RawBuilder, sql } from 'kysely'
import type { Flag, ImageCategory, Shelf } from '../tables.ts'

/** What the shelf of an image outside the trash follows from; columns where it is left out. */
export interface ShelfGrounds {
  readonly is_intermediate?: Flag | boolean | undefined
  readonly image_category?: ImageCategory | undefined
}

/** The shelf of an image that is not in the trash, in SQL, given what is about to change of it. */
export function shelfOf({ is_intermediate, image_category }: ShelfGrounds): RawBuilder<Shelf> {
  const category = image_category === undefined ? sql.ref('image_category') : sql`${image_category}`
  const isIntermediate = is_intermediate === undefined ? sql.ref('is_intermediate') : sql`${is_intermediate}`
  return sql`iif(${isIntermediate}, 'intermediate_', '') || iif(${category} = 'general', 'images', 'assets')`
}
