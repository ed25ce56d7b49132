import { z } from 'zod'
import { IsoTime } from './time.ts'

/** The longest password that is read. */
const MAX_PASSWORD_LENGTH = 1024

const WORD = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u

/**
 * Tells whether a text has the form of an e-mail address: a dotted local part of at most 64 bytes, and a domain of labels with a
 * dot, or `localhost`. Nothing is looked up.
 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  if (at < 1 || new TextEncoder().encode(local).length > 64 || domain.length > 253) return false
  const labels = domain.split('.')
  const known = labels.length > 1 || domain.toLowerCase() === 'localhost'
  return known && local.split('.').every((word) => WORD.test(word)) && labels.every((label) => LABEL.test(label))
}

/** An e-mail address, kept as typed; addresses that differ only in letter case are one. */
export const Email = z.string().refine(isEmail, 'Input should be an e-mail address').meta({ format: 'email' })

/** A password on its way in; which are accepted is a matter of settings. */
export const Password = z.string().max(MAX_PASSWORD_LENGTH)

/** How an account is called towards others. */
export const DisplayName = z.string().max(255)

/** An account. Nothing in it names or holds a secret. */
export type UserDto = z.infer<typeof UserDto>
export const UserDto = z
  .object({
    user_id: z.string(),
    email: z.string(),
    display_name: z.string().nullable(),
    is_admin: z.boolean(),
    is_active: z.boolean(),
    created_at: z.string(),
    updated_at: z.string(),
    last_login_at: z.string().nullable(),
  })
  .meta({ id: 'UserDTO' })

/** What a page has to know before anybody has signed in. */
export type SetupStatus = z.infer<typeof SetupStatus>
export const SetupStatus = z
  .object({
    setup_required: z.boolean(),
    multiuser_enabled: z.boolean(),
    strict_password_checking: z.boolean(),
    admin_email: z.string().nullable(),
    /** where links for a new password are sent by mail */
    mail_enabled: z.literal(true).optional(),
    /** where administrators see private work for a reason only, of which its owner is told */
    private_work_closed: z.literal(true).optional(),
  })
  .meta({ id: 'SetupStatusResponse' })

/** The first administrator; from another machine also the code that the server has printed. */
export type SetupRequest = z.infer<typeof SetupRequest>
export const SetupRequest = z
  .object({ email: Email, display_name: DisplayName.nullish(), password: Password, setup_code: z.string().nullish() })
  .meta({ id: 'SetupRequest' })

/** The first administrator was made; nobody is signed in by it. */
export type SetupResult = z.infer<typeof SetupResult>
export const SetupResult = z.object({ success: z.literal(true), user: UserDto }).meta({ id: 'SetupResponse' })

/** A sign-in. With `cookie` the session is kept in a cookie, and no token is sent. */
export type LoginRequest = z.infer<typeof LoginRequest>
export const LoginRequest = z
  .object({
    email: Email,
    password: Password,
    remember_me: z.boolean().default(false),
    cookie: z.boolean().default(false),
  })
  .meta({ id: 'LoginRequest' })

/** A session has begun; `expires_in` are seconds. */
export type LoginResult = z.infer<typeof LoginResult>
export const LoginResult = z
  .object({ token: z.string().nullable(), user: UserDto, expires_in: z.int() })
  .meta({ id: 'LoginResponse' })

/** A session has ended. */
export const LogoutResult = z.object({ success: z.literal(true) }).meta({ id: 'LogoutResponse' })

/** The media cookie was set. */
export const MediaCookieResult = z.object({ success: z.literal(true) }).meta({ id: 'MediaCookieResponse' })

/** What people may change about themselves. */
export type ProfileChanges = z.infer<typeof ProfileChanges>
export const ProfileChanges = z
  .object({
    display_name: DisplayName.nullish(),
    current_password: Password.nullish(),
    new_password: Password.nullish(),
  })
  .meta({ id: 'UserProfileUpdateRequest' })

/** A password that nobody has to think of. */
export const GeneratedPassword = z.object({ password: z.string() }).meta({ id: 'GeneratePasswordResponse' })

/** A new account. */
export type NewUser = z.infer<typeof NewUser>
export const NewUser = z
  .object({ email: Email, display_name: DisplayName.nullish(), password: Password, is_admin: z.boolean().default(false) })
  .meta({ id: 'AdminUserCreateRequest' })

/** What administrators may change about an account; null leaves as it is. */
export type UserChanges = z.infer<typeof UserChanges>
export const UserChanges = z
  .object({
    email: Email.nullish(),
    display_name: DisplayName.nullish(),
    password: Password.nullish(),
    is_admin: z.boolean().nullish(),
    is_active: z.boolean().nullish(),
  })
  .meta({ id: 'AdminUserUpdateRequest' })

/** An active account as others may find it. */
export type DirectoryEntry = z.infer<typeof DirectoryEntry>
export const DirectoryEntry = z
  .object({ user_id: z.string(), display_name: z.string().nullable() })
  .meta({ id: 'DirectoryEntry' })

/** What happens to the content of a deleted account. */
export type ContentFate = z.infer<typeof ContentFate>
export const ContentFate = z.enum(['archive', 'transfer', 'erase'])

/** An archive of all that somebody owns; it is fetched like other archives, by its name. */
export type DataExport = z.infer<typeof DataExport>
export const DataExport = z
  .object({
    bulk_download_item_name: z.string(),
    /** whose content it holds */
    user_id: z.string(),
    status: z.enum(['started', 'complete', 'error']),
    error: z.string().nullable(),
    size_bytes: z.int().nullable(),
    created_at: IsoTime,
    expires_at: IsoTime,
  })
  .meta({ id: 'DataExport' })
