import { AppError } from '@bottega/contracts'
import type { Server } from '../services/server/server.ts'
import { listKeys, makeApiKey, removeApiKeyOf, removeApiKeys } from '../services/sign-in/api-keys.ts'
import { acceptInvitation, invite, listOpenInvitations, revokeInvitation } from '../services/sign-in/invitations.ts'
import { readOneTimeLink } from '../services/sign-in/one-time-links.ts'
import { forgetPassword, mailResetLink, makeResetLink, resetPassword } from '../services/sign-in/reset-links.ts'
import type { Call, Handlers } from './handlers.ts'
import { refuseNewAdministrator } from './key-limits.ts'
import { findPublicAddress } from './public-address.ts'

/** Answers the routes of API keys, invitations, and links for new passwords. */
export function createCredentialHandlers(app: Server) {
  const { values: settings } = app.settings
  const addressFor = ({ peer }: Call) => findPublicAddress(settings, peer)

  return {
    createApiKey: ({ body }, { actor, doer }) => makeApiKey(app, actor.userId, body, doer),
    listApiKeys: (_input, { actor }) => listKeys(app, actor.userId),
    deleteApiKey: async ({ params }, { actor, doer }) => {
      await removeApiKeys(app, actor.userId, doer, { only: params.key_id })
      return undefined
    },
    listApiKeysOfUser: ({ params }) => listKeys(app, params.user_id),
    deleteApiKeysOfUser: async ({ params }, { doer }) => {
      await removeApiKeys(app, params.user_id, doer)
      return undefined
    },
    deleteApiKeyOfUser: async ({ params }, { doer }) => {
      await removeApiKeyOf(app, params.user_id, params.key_id, doer)
      return undefined
    },
    createInvitation: ({ body }, call) => {
      refuseNewAdministrator(call, body)
      return invite(app, body, { ...call.doer, userId: call.actor.userId }, addressFor(call))
    },
    listInvitations: () => listOpenInvitations(app),
    revokeInvitation: async ({ params }, { doer }) => {
      await revokeInvitation(app, params.invitation_id, doer)
      return undefined
    },
    acceptInvitation: async ({ body }, { peer }) => ({ success: true, user: await acceptInvitation(app, body, peer) }),
    createResetLink: async ({ params, body }, call) => {
      if (body?.send) return mailResetLink(app, params.user_id, call.doer, addressFor(call))
      return makeResetLink(app, params.user_id, call.doer, addressFor(call))
    },
    resetPassword: async ({ body }, { peer }) => {
      await resetPassword(app, body, peer)
      return { success: true }
    },
    readOneTimeLink: ({ body }, { peer }) => readOneTimeLink(app, body.token, peer),
    forgetPassword: async ({ body }, { peer }) => {
      if (!settings.multiuser) throw new AppError('login_in_single_user_mode')
      await forgetPassword(app, body.email, peer)
      return { success: true }
    },
  } satisfies Partial<Handlers>
}
