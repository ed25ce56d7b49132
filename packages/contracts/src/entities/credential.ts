import { z } from 'zod'
import { API_KEY_SCOPES } from '../access.ts'
import { IsoTime, IsoTimeInput } from './time.ts'
import { DisplayName, Email, Password, UserDto } from './user.ts'

/** A sign-in of an account: one row for each login, without its token. */
export type UserSession = z.infer<typeof UserSession>
export const UserSession = z
  .object({
    id: z.string(),
    created_at: IsoTime,
    last_used_at: IsoTime,
    expires_at: IsoTime,
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    /** the one that asks */
    current: z.boolean(),
  })
  .meta({ id: 'UserSession' })

const Scopes = z.array(z.enum(API_KEY_SCOPES)).min(1)

/** A new API key. */
export type NewApiKey = z.infer<typeof NewApiKey>
export const NewApiKey = z
  .object({ name: z.string().min(1).max(200), scopes: Scopes, expires_at: IsoTimeInput.nullish() })
  .meta({ id: 'NewApiKey' })

const keyFields = {
  id: z.string(),
  name: z.string(),
  scopes: Scopes,
  created_at: IsoTime,
  expires_at: IsoTime.nullable(),
  last_used_at: IsoTime.nullable(),
}

/** An API key without the key. */
export type ApiKey = z.infer<typeof ApiKey>
export const ApiKey = z.object(keyFields).meta({ id: 'ApiKey' })

/** An API key at its making, the only time that it is shown. */
export type ApiKeyWithSecret = z.infer<typeof ApiKeyWithSecret>
export const ApiKeyWithSecret = z
  .object({ ...keyFields, key: z.string().regex(/^bottega_[\w-]{32,}$/) })
  .meta({ id: 'ApiKeyWithSecret' })

/** A new invitation; without an address the acceptance has to name one. It lasts 7 days unless said otherwise. */
export type NewInvitation = z.infer<typeof NewInvitation>
export const NewInvitation = z
  .object({
    email: Email.nullish(),
    is_admin: z.boolean().default(false),
    expires_at: IsoTimeInput.nullish(),
    /** by mail, to its address */
    send: z.boolean().default(false),
  })
  .meta({ id: 'NewInvitation' })

const invitationFields = {
  id: z.string(),
  email: z.string().nullable(),
  is_admin: z.boolean(),
  created_at: IsoTime,
  expires_at: IsoTime,
}

const OneTimeToken = z.string().min(32)

/** An open invitation. */
export type Invitation = z.infer<typeof Invitation>
export const Invitation = z.object(invitationFields).meta({ id: 'Invitation' })

/** An invitation at its making: the token and the address that contains it are shown this once. `mailed` tells whether the mail that was asked for went out. */
export type InvitationWithToken = z.infer<typeof InvitationWithToken>
export const InvitationWithToken = z
  .object({ ...invitationFields, token: OneTimeToken, url: z.string(), mailed: z.boolean().optional() })
  .meta({ id: 'InvitationWithToken' })

/** The acceptance of an invitation. */
export type AcceptInvitation = z.infer<typeof AcceptInvitation>
export const AcceptInvitation = z
  .object({ token: z.string(), password: Password, email: Email.nullish(), display_name: DisplayName.nullish() })
  .meta({ id: 'AcceptInvitation' })

/** The account that an invitation has become. */
export const AcceptedInvitation = z.object({ success: z.literal(true), user: UserDto }).meta({ id: 'AcceptedInvitation' })

/** Whether the link is sent by mail, to the account's address. */
export const NewResetLink = z.object({ send: z.boolean().default(false) }).meta({ id: 'NewResetLink' })

/** A link for setting a new password, once, within 24 hours. */
export type ResetLink = z.infer<typeof ResetLink>
export const ResetLink = z
  .object({ token: OneTimeToken, url: z.string(), expires_at: IsoTime, mailed: z.boolean().optional() })
  .meta({ id: 'ResetLink' })

/** A new password by a link. */
export type ResetPassword = z.infer<typeof ResetPassword>
export const ResetPassword = z.object({ token: z.string(), new_password: Password }).meta({ id: 'ResetPassword' })

/** The password was set; every session of the account has ended. */
export const ResetPasswordResult = z.object({ success: z.literal(true) }).meta({ id: 'ResetPasswordResult' })

/** A question what a token is for. */
export type ReadOneTimeLink = z.infer<typeof ReadOneTimeLink>
export const ReadOneTimeLink = z.object({ token: z.string() }).meta({ id: 'ReadOneTimeLink' })

/** What a token that still counts is for: an invitation has an address where it is for that one alone. */
export type OneTimeLink = z.infer<typeof OneTimeLink>
export const OneTimeLink = z
  .object({ kind: z.enum(['invitation', 'new-password']), email: z.string().nullable(), expires_at: z.string() })
  .meta({ id: 'OneTimeLink' })

/** Whose password was forgotten. */
export const ForgottenPassword = z.object({ email: Email }).meta({ id: 'ForgottenPassword' })

/** Whether or not an account has the address: if one has, a link is on its way to it. */
export const ForgottenPasswordResult = z.object({ success: z.literal(true) }).meta({ id: 'ForgottenPasswordResult' })
