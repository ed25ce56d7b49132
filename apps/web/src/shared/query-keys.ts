/*
 * Keys of the query cache that features make stale without knowing each other; what lies below them is in a feature's `queries.ts`.
 */

/** Under this key lies what the gallery has read. */
export const GALLERY = ['gallery'] as const

/** Under this key lie the boards. */
export const BOARDS = ['boards'] as const

/** Under this key lies what is known of images, one by one. */
export const IMAGES = ['image'] as const

/** The key of an image; what belongs to it stands below. */
export const imageKey = (name: string) => [...IMAGES, name] as const
