import { z } from 'zod'
import { IsoTime, IsoTimeInput } from './time.ts'

/** What a grant allows on a board: see it; also change what is on it; also manage its grants and links. */
export type SharePermission = z.infer<typeof SharePermission>
export const SharePermission = z.enum(['read', 'write', 'admin'])

/** A grant of a board to one account. */
export type Share = z.infer<typeof Share>
export const Share = z
  .object({
    user_id: z.string(),
    display_name: z.string().nullable(),
    permission: SharePermission,
    created_at: IsoTime,
    granted_by: z.string(),
    /** where it was not the owner; null where that account is gone or has no name */
    granted_by_name: z.string().nullable().optional(),
  })
  .meta({ id: 'Share' })

/** Who is to be granted what: one account or several, never both. */
export type ShareRequest = z.infer<typeof ShareRequest>
export const ShareRequest = z
  .object({
    user_id: z.string().optional(),
    user_ids: z.array(z.string()).min(1).max(1000).optional(),
    permission: SharePermission,
  })
  .refine(
    ({ user_id, user_ids }) => (user_id === undefined) !== (user_ids === undefined),
    'Name exactly one of user_id and user_ids',
  )
  .meta({ id: 'ShareRequest' })

/** All grants of a board. */
export type BoardShares = z.infer<typeof BoardShares>
export const BoardShares = z.object({ board_id: z.string(), shares: z.array(Share) }).meta({ id: 'BoardShares' })

/** It is sent as a header, which neither begins nor ends with a blank, and has no line breaks. */
const LinkPassword = z
  .string()
  .trim()
  .min(1)
  .max(1024)
  .refine((password) => !/\p{Cc}/u.test(password), 'The password of a link has no line breaks or other control characters')

/** A new public link to a board. */
export type NewLink = z.infer<typeof NewLink>
export const NewLink = z.object({ expires_at: IsoTimeInput.nullish(), password: LinkPassword.nullish() }).meta({ id: 'NewLink' })

const linkFields = {
  id: z.string(),
  board_id: z.string(),
  created_at: IsoTime,
  expires_at: IsoTime.nullable(),
  has_password: z.boolean(),
  /** a guest or an administrator who made it, where it was not the board's owner */
  made_by: z.object({ user_id: z.string(), display_name: z.string().nullable() }).optional(),
}

const LinkToken = z.string().min(22)

/** An open public link; lists may leave token and address out. */
export type BoardLink = z.infer<typeof BoardLink>
export const BoardLink = z
  .object({ ...linkFields, token: LinkToken.optional(), url: z.string().optional() })
  .meta({ id: 'BoardLink' })

/** A public link at its making. */
export type BoardLinkWithToken = z.infer<typeof BoardLinkWithToken>
export const BoardLinkWithToken = z
  .object({ ...linkFields, token: LinkToken, url: z.string() })
  .meta({ id: 'BoardLinkWithToken' })

/** A board as strangers with its link see it: no ids, names or addresses of people, no metadata. */
export type PublicBoard = z.infer<typeof PublicBoard>
export const PublicBoard = z
  .object({
    board: z.object({ board_name: z.string(), image_count: z.int() }),
    items: z.array(
      z.object({
        image_name: z.string(),
        width: z.int(),
        height: z.int(),
        created_at: IsoTime,
        image_url: z.string(),
        thumbnail_url: z.string(),
      }),
    ),
    offset: z.int(),
    limit: z.int(),
    total: z.int(),
  })
  .meta({ id: 'PublicBoard' })
