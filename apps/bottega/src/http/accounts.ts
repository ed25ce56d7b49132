import { AppError, type InputOf, type ROUTES, SYSTEM_USER_ID } from '@bottega/contracts'
import { writeCookies } from '../auth/cookies.ts'
import { generatePassword } from '../auth/generate-password.ts'
import type { SignIn } from '../auth/identify.ts'
import { deleteAccount, type Fate } from '../services/accounts/account-deletion.ts'
import { noteAccess, showAccessLog } from '../services/accounts/account-openings.ts'
import {
  createAccount,
  getAccount,
  isSetupRequired,
  listAccounts,
  showDirectory,
  updateAccount,
} from '../services/accounts/accounts.ts'
import { endOtherSignIns, endSignInById, endSignInsOf, listSignIns } from '../services/accounts/user-sessions.ts'
import { showExports, startExport } from '../services/archives/exports.ts'
import { mailNewAddress, mailSetPassword } from '../services/mail/password-mails.ts'
import type { Server } from '../services/server/server.ts'
import { setUp } from '../services/sign-in/setup.ts'
import { endSignIn, issueMediaToken, logIn, updateOwnAccount, updateProfile } from '../services/sign-in/sign-in.ts'
import type { Call, Handlers } from './handlers.ts'
import { refuseNewAdministrator, refuseTakeover } from './key-limits.ts'
import { carryTokens } from './renewal.ts'

/** Answers the routes of signing in and out, of the own account, and of the accounts of others. */
export function createAccountHandlers(app: Server) {
  const { settings } = app
  const base = settings.values.base_url ?? ''
  const { multiuser } = settings.values
  const clearCookies = ({ peer, setHeader }: Call) =>
    setHeader('Set-Cookie', writeCookies({ session: '', media: '' }, { base, isSecure: peer.isSecure, maxAgeSeconds: 0 }))
  /** A new password has made the tokens that the caller has of no use: the answer brings new ones. */
  const answerOwnChange = (call: Call, { via }: SignIn, { user, tokens }: Awaited<ReturnType<typeof updateProfile>>) => {
    if (tokens !== undefined) carryTokens(tokens, via, base, call)
    return user
  }

  return {
    getAuthStatus: async () => ({
      setup_required: await isSetupRequired(app),
      multiuser_enabled: multiuser,
      strict_password_checking: settings.values.strict_password_checking,
      admin_email: null,
      ...(multiuser && app.mailer.isOn && { mail_enabled: true as const }),
      ...(multiuser && !settings.values.admin_private_view && { private_work_closed: true as const }),
    }),
    setUp: async ({ body }, { peer }) => {
      if (!multiuser) throw new AppError('setup_in_single_user_mode')
      return { success: true, user: await setUp(app, body, peer) }
    },
    logIn: async ({ body }, { peer, setHeader }) => {
      if (!multiuser) throw new AppError('login_in_single_user_mode')
      const { user, tokens } = await logIn(app, body, peer)
      const { session, media, lifeSeconds } = tokens
      const options = { base, isSecure: peer.isSecure, maxAgeSeconds: lifeSeconds }
      setHeader('Set-Cookie', writeCookies(body.cookie ? { session, media } : { media }, options))
      return { token: body.cookie ? null : session, user, expires_in: lifeSeconds }
    },
    logOut: async (_input, call) => {
      await endSignIn(app, getSignIn(call).session, call.doer, 'logout')
      clearCookies(call)
      // pictures may be kept by a browser for a year, and the next person at it is another
      call.setHeader('Clear-Site-Data', '"cache"')
      return { success: true }
    },
    renewMediaCookie: async (_input, { signIn, peer, setHeader }) => {
      // nobody is signed in where there are no accounts, and files are open to all
      if (signIn?.via === 'bearer') {
        const { media, lifeSeconds } = await issueMediaToken(app, signIn)
        setHeader('Set-Cookie', writeCookies({ media }, { base, isSecure: peer.isSecure, maxAgeSeconds: lifeSeconds }))
      }
      return { success: true }
    },
    getOwnAccount: (_input, { actor }) => getAccount(app, actor.userId),
    updateOwnAccount: async ({ body }, call) => {
      if (call.apiKey !== undefined) {
        refuseTakeover(call, { password: body.new_password ?? body.current_password })
        return updateAccount(app, call.actor.userId, { display_name: body.display_name }, call.doer)
      }
      const signIn = getSignIn(call)
      return answerOwnChange(call, signIn, await updateProfile(app, signIn, body, call.doer))
    },
    generatePassword: () => ({ password: generatePassword() }),
    listUsers: () => listAccounts(app),
    createUser: ({ body }, call) => {
      refuseNewAdministrator(call, body)
      return createAccount(app, body, call.doer)
    },
    getUser: ({ params }) => getAccount(app, params.user_id),
    updateUser: async ({ params, body }, call) => {
      refuseTakeover(call, body)
      if (params.user_id !== call.actor.userId || call.apiKey !== undefined) {
        const before = await getAccount(app, params.user_id)
        const user = await updateAccount(app, params.user_id, body, call.doer)
        if (user.email !== before.email) {
          app.mailer.afterwards(async () => void (await mailNewAddress(app, before, user, call.actor.displayName)))
        }
        if (body.password != null) {
          app.mailer.afterwards(async () => void (await mailSetPassword(app, user, call.actor.displayName)))
        }
        return user
      }
      const signIn = getSignIn(call)
      return answerOwnChange(call, signIn, await updateOwnAccount(app, signIn, body, call.doer))
    },
    deleteUser: async ({ params: { user_id }, query }, { actor, doer }) => {
      await deleteAccount(app, user_id, readFate(user_id, query), doer, actor)
      return undefined
    },
    exportOwnData: (_input, { actor, doer }) => startExport(app, actor, actor.userId, doer),
    listOwnExports: (_input, { actor }) => showExports(app, actor),
    exportUserData: ({ params }, { actor, doer }) => startExport(app, actor, params.user_id, doer),
    listSessionsOfUser: ({ params }, { signIn }) => listSignIns(app, params.user_id, { current: signIn?.session.session_id }),
    findInDirectory: ({ query }) => showDirectory(app, query.query),
    listOwnSessions: (_input, { actor, signIn }) => listSignIns(app, actor.userId, { current: signIn?.session.session_id }),
    endOtherSessions: async (_input, call) => {
      await endOtherSignIns(app, getSignIn(call).session, call.doer)
      return undefined
    },
    endSessionsOfUser: async ({ params }, { doer }) => {
      await endSignInsOf(app, params.user_id, doer)
      return undefined
    },
    listOwnAccess: (_input, { actor }) => showAccessLog(app, actor),
    noteOwnAccess: async ({ params }, { actor }) => {
      await noteAccess(app, actor, params.opening_id)
      return undefined
    },
    endSession: async ({ params }, call) => {
      const current = call.signIn?.session.session_id
      await endSignInById(app, params.session_id, { ...call.doer, current })
      if (params.session_id === current) clearCookies(call)
      return undefined
    },
  } satisfies Partial<Handlers>
}

/** What is to happen to the content of a deleted account. */
function readFate(userId: string, { content, to_user_id }: InputOf<typeof ROUTES.deleteUser>['query']): Fate {
  if (content !== 'transfer') return { content }
  if (to_user_id === undefined) throw refuseReceiver('missing', 'Name the account that gets the content')
  if (to_user_id === userId) throw refuseReceiver('value_error', 'Content goes from one account to another')
  if (to_user_id === SYSTEM_USER_ID) throw refuseReceiver('value_error', 'The system user takes nothing over')
  return { content, toUserId: to_user_id }
}

function refuseReceiver(type: string, msg: string): AppError {
  return new AppError('request_invalid', { issues: [{ type, loc: ['query', 'to_user_id'], msg }] })
}

/** The sign-in of a caller of a route about accounts: whoever has none was refused before. */
function getSignIn({ signIn }: Call): SignIn {
  if (signIn === undefined) throw new AppError('credentials_missing')
  return signIn
}
