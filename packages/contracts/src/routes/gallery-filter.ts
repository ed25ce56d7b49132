import { z } from 'zod'
import { ImageCategory } from '../entities/image.ts'
import { Direction } from '../entities/paging.ts'
import { IsoDate } from '../entities/time.ts'
import { wireFlag, wireList, wireScope } from '../wire-values.ts'

/** How lists of images and videos are searched and ordered. */
export const galleryOrder = {
  categories: wireList(ImageCategory).optional(),
  order_dir: Direction.default('DESC'),
  starred_first: wireFlag().default(true),
  search_term: z.string().optional(),
  ...wireScope,
}

/** The same, and which board and which kind of images it is about. */
export const galleryFilter = {
  is_intermediate: wireFlag().optional(),
  board_id: z.string().optional(),
  ...galleryOrder,
}

/** Only with or only without a star, and only from one day to another, both included; days are UTC. */
export const galleryNarrowing = {
  starred: wireFlag().optional(),
  created_from: IsoDate.optional(),
  created_to: IsoDate.optional(),
}

/** An image whose followers make the page, however deep it lies; wins over the offset. Images that come and go do not move it. */
export const galleryPlace = { after: z.string().optional() }

/** The rule of a list that may name a board. */
export const readingBoard = { resource: 'board', by: 'board_id', action: 'read' } as const
