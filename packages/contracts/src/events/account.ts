import { z } from 'zod'
import { defineEvent } from './define-event.ts'

/** What happens to the account of whoever listens. */
export const accountEvents = {
  /** it was made an administrator, or is none any more: the socket hears as that from now on, and a page reads anew what it may show */
  account_role_changed: defineEvent(
    'account_role_changed',
    z
      .object({
        /** seconds since 1970, UTC */
        timestamp: z.int(),
        user_id: z.string(),
        is_admin: z.boolean(),
      })
      .meta({ id: 'AccountRoleChangedEvent' }),
    { to: 'owner' },
  ),
  /** an administrator has opened the private work of the account, or an opening has changed: the own access log says how */
  access_log_changed: defineEvent(
    'access_log_changed',
    z
      .object({
        /** seconds since 1970, UTC */
        timestamp: z.int(),
        user_id: z.string(),
      })
      .meta({ id: 'AccessLogChangedEvent' }),
    { to: 'owner' },
  ),
}
