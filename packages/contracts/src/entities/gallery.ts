import { z } from 'zod'
import { ImageCategory, Placeholder } from './image.ts'
import { offsetPage } from './paging.ts'
import { IsoDate, UtcText } from './time.ts'

/** What lies in the gallery. */
export type GalleryItemKind = z.infer<typeof GalleryItemKind>
export const GalleryItemKind = z.enum(['image', 'video']).meta({ id: 'GalleryItemKind' })

/** An image or a video, as much of it as a gallery shows. Absent fields are left out, not null. */
export type GalleryItem = z.infer<typeof GalleryItem>
export const GalleryItem = z
  .object({
    kind: GalleryItemKind,
    name: z.string(),
    full_url: z.string(),
    thumbnail_url: z.string(),
    placeholder: Placeholder.optional(),
    width: z.int(),
    height: z.int(),
    category: ImageCategory,
    starred: z.boolean(),
    is_intermediate: z.boolean(),
    board_id: z.string().optional(),
    created_at: UtcText,
    /** seconds, of a video */
    duration: z.number().optional(),
    fps: z.number().optional(),
  })
  .meta({ id: 'GalleryItem' })

/** A part of the gallery. */
export const GalleryPage = offsetPage('OffsetPaginatedResults_GalleryItem_', GalleryItem)

/** Names of images and videos together, in order. */
export type GalleryItemNames = z.infer<typeof GalleryItemNames>
export const GalleryItemNames = z
  .object({ item_names: z.array(z.string()), starred_count: z.int(), total_count: z.int() })
  .meta({ id: 'GalleryItemNames' })

/** The same with their kinds: the deprecated form. */
export type GalleryItemRefs = z.infer<typeof GalleryItemRefs>
export const GalleryItemRefs = z
  .object({
    items: z.array(z.object({ kind: GalleryItemKind, name: z.string() }).meta({ id: 'GalleryItemRef' })),
    starred_count: z.int(),
    total_count: z.int(),
  })
  .meta({ id: 'GalleryItemNamesResult' })

/** What was made on one day, as if it were a board. Days are UTC. */
export type VirtualBoard = z.infer<typeof VirtualBoard>
export const VirtualBoard = z
  .object({
    /** `by_date:2026-08-19` */
    virtual_board_id: z.string(),
    board_name: z.string(),
    date: IsoDate,
    image_count: z.int(),
    asset_count: z.int(),
    video_count: z.int(),
    cover_image_name: z.string().nullable(),
    cover_video_name: z.string().nullable(),
  })
  .meta({ id: 'VirtualSubBoardDTO' })
