import { z } from 'zod'
import { defineEvent } from './define-event.ts'

const changed = {
  /** seconds since 1970, UTC */
  timestamp: z.int(),
  /** those that the listener may see, or could until then; `none` for own images that lie on no board; empty where it may be any, after a command */
  board_ids: z.array(z.string()),
}

/** What becomes of boards and images, by whomever. Many changes in a short time are told together. */
export const galleryEvents = {
  /** boards were made, renamed, archived, shown to others or to others no more, or are gone: read them anew */
  boards_changed: defineEvent('boards_changed', z.object(changed).meta({ id: 'BoardsChangedEvent' }), { to: 'viewers' }),
  /** images on these boards came, went, were moved or starred, or can be seen from now on or no more: read their lists anew */
  gallery_changed: defineEvent(
    'gallery_changed',
    z
      .object({
        ...changed,
        /** nothing but new images: those that were known are as they were */
        only_added: z.boolean(),
      })
      .meta({ id: 'GalleryChangedEvent' }),
    { to: 'viewers' },
  ),
  /** boards or images of anybody have changed, which it does not name: lists with `scope=all` are to be read anew */
  everyones_work_changed: defineEvent(
    'everyones_work_changed',
    z
      .object({
        timestamp: changed.timestamp,
        /** images too, not boards alone */
        of_images: z.boolean(),
        /** nothing but new images: those that were known are as they were */
        only_added: z.boolean(),
      })
      .meta({ id: 'EveryonesWorkChangedEvent' }),
    { to: 'admins' },
  ),
}
