import { z } from 'zod'

/** Whose a thing is. Never with an address; the name is null when there is none. */
export type Owner = z.infer<typeof Owner>
export const Owner = z.object({ user_id: z.string(), display_name: z.string().nullable() }).meta({ id: 'Owner' })

/**
 * What the caller may do with a thing: `owner`; `admin` (an administrator, or a grant to manage); `write`; `add` (public board:
 * add and take back own); `read`. One's own things read `owner`, for administrators too.
 */
export type AccessLevel = z.infer<typeof AccessLevel>
export const AccessLevel = z.enum(['owner', 'admin', 'write', 'add', 'read']).meta({ id: 'AccessLevel' })

/** The two fields that every thing that can be shared carries. */
export const ownership = { owner: Owner, access: AccessLevel }
