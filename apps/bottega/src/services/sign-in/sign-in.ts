import { randomBytes, randomUUID } from 'node:crypto'
import {
  AppError,
  type LoginRequest,
  type ProfileChanges,
  SYSTEM_USER_ID,
  type UserChanges,
  type UserDto,
} from '@bottega/contracts'
import type { SignIn } from '../../auth/identify.ts'
import { hashPassword, isOutdatedHash, isPasswordOf } from '../../auth/passwords.ts'
import type { SignInGuard } from '../../auth/sign-in-guard.ts'
import type { TokenClaims, Tokens, TokenUse } from '../../auth/tokens.ts'
import { transaction } from '../../data/database.ts'
import { foldEmail } from '../../data/fold-email.ts'
import {
  createUserSession,
  deleteUserSession,
  extendUserSession,
  findUserSession,
  type UserSessionRecord,
} from '../../data/repositories/user-sessions.ts'
import { findUser, findUserByEmail, noteLogin, updateUser } from '../../data/repositories/users.ts'
import { formatTime, parseTime } from '../../data/time.ts'
import { presentUser, updateAccount } from '../accounts/accounts.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { describeForLog } from '../log/log.ts'

const DAY_MS = 24 * 60 * 60_000

/** What signing in works with. */
export interface SigningIn extends Pick<App, 'db' | 'settings' | 'log'> {
  readonly tokens: Tokens
  readonly guard: SignInGuard
}

/** Where a sign-in comes from. */
export interface SignInOrigin {
  readonly address: string
  readonly userAgent: string | undefined
}

/** The tokens of a sign-in: for everything, and for files alone. */
export interface IssuedTokens {
  readonly session: string
  readonly media: string
  readonly lifeSeconds: number
}

/**
 * Signs somebody in by address and password. It takes as long for an address that no account has.
 *
 * @throws AppError `login_failed`, `account_disabled`, `login_throttled`
 */
export async function logIn(
  deps: SigningIn,
  request: Pick<LoginRequest, 'email' | 'password' | 'remember_me'>,
  origin: SignInOrigin,
): Promise<{ readonly user: UserDto; readonly tokens: IssuedTokens }> {
  const { email, password, remember_me } = request
  const { address, userAgent } = origin
  let known: string | undefined
  const user = await deps.guard.attempt({ address, account: foldEmail(email) }, async () => {
    const found = await findUserByEmail(deps.db, email)
    known = found?.user_id
    // made for whatever address comes first, so that its making tells nothing
    decoy ??= hashPassword(randomBytes(16).toString('hex'))
    const other = await decoy
    // the internal account has no hash that any password fits
    const isRight = await isPasswordOf(found?.password_hash || other, password)
    return isRight && found !== undefined && found.user_id !== SYSTEM_USER_ID ? found : undefined
  })
  if (user === undefined) {
    await noteFailedLogin(deps, { address, known, outcome: 'failure' })
    throw new AppError('login_failed')
  }
  if (user.is_active === 0) {
    await noteFailedLogin(deps, { address, known, outcome: 'denied' })
    throw new AppError('account_disabled')
  }
  const password_hash = isOutdatedHash(user.password_hash) ? await hashPassword(password) : undefined
  const signedIn = await transaction(deps.db, async (tx) => {
    const same = await findUser(tx, user.user_id)
    if (same?.password_hash !== user.password_hash || same.is_active === 0) return undefined
    if (password_hash !== undefined) await updateUser(tx, user.user_id, { password_hash })
    await noteLogin(tx, user.user_id)
    const session = await createUserSession(tx, {
      session_id: randomUUID(),
      user_id: user.user_id,
      remember_me,
      address,
      user_agent: userAgent ?? null,
      expires_at: formatTime(new Date(findEnd(deps, Date.now(), remember_me))),
    })
    const target = { type: 'user', id: user.user_id } as const
    await recordAudit(tx, { userId: user.user_id, address }, { action: 'login', target })
    const present = await findUser(tx, user.user_id)
    return present && { session, user: presentUser(present) }
  })
  // the account has changed while its password was looked at
  if (signedIn === undefined) return logIn(deps, request, origin)
  return { user: signedIn.user, tokens: await issueTokens(deps, signedIn.user, signedIn.session) }
}

/** What an unknown address is compared with. */
let decoy: Promise<string> | undefined

/** Tells the audit log of a failure, without what was typed: it may be a password. An answer does not wait for a full disk. */
async function noteFailedLogin(
  { db, log }: SigningIn,
  { address, known, outcome }: { address: string; known: string | undefined; outcome: 'failure' | 'denied' },
): Promise<void> {
  log.write('info', `A sign-in from ${address} failed`)
  const target = known === undefined ? undefined : ({ type: 'user', id: known } as const)
  await recordAudit(db, { userId: null, address }, { action: 'login_failed', outcome, target }).catch((error) =>
    log.write('error', `a failed sign-in could not be noted: ${describeForLog(error)}`),
  )
}

/** Ends a sign-in: its tokens count no more, and its sockets are closed. The audit log calls the own one a logout. */
export async function endSignIn(
  { db }: Pick<App, 'db'>,
  session: Pick<UserSessionRecord, 'session_id' | 'user_id'>,
  doer: Doer,
  action: 'logout' | 'session_ended',
): Promise<void> {
  await transaction(db, async (tx) => {
    await deleteUserSession(tx, session.session_id)
    await recordAudit(tx, doer, { action, target: { type: 'user', id: session.user_id } })
    tx.emit({ name: 'account_changed', payload: { user_id: session.user_id } })
  })
}

/**
 * New tokens for a sign-in whose present one is past half of its life; undefined while it is younger, or can last no longer.
 */
export async function renewSignIn(deps: SigningIn, { session, claims }: SignIn): Promise<IssuedTokens | undefined> {
  if (Date.now() / 1000 < (claims.iat + claims.exp) / 2) return undefined
  const end = findEnd(deps, parseTime(session.created_at).getTime(), session.remember_me === 1)
  if (Math.floor(end / 1000) <= claims.exp) return undefined
  const user = await findUser(deps.db, session.user_id)
  const extended = await extendUserSession(deps.db, session, formatTime(new Date(end)))
  return user && extended && issueTokens(deps, presentUser(user), extended)
}

/** The token that opens files, for as long as the present token lasts. */
export async function issueMediaToken(deps: SigningIn, { claims }: SignIn): Promise<Pick<IssuedTokens, 'media' | 'lifeSeconds'>> {
  const lifeSeconds = Math.max(0, Math.floor(claims.exp - Date.now() / 1000))
  return { media: await deps.tokens.sign({ ...claims, use: 'media' }), lifeSeconds }
}

/**
 * Changes the own name and password. A new password ends every other sign-in, and this one's older tokens.
 *
 * @returns new tokens after a change of the password
 * @throws AppError `current_password_required`, `current_password_incorrect`, `login_throttled`, and the refusals of passwords
 */
export async function updateProfile(
  deps: SigningIn,
  signIn: SignIn,
  { display_name, current_password, new_password }: ProfileChanges,
  doer: Doer,
): Promise<{ readonly user: UserDto; readonly tokens: IssuedTokens | undefined }> {
  if (new_password != null) {
    if (current_password == null) throw new AppError('current_password_required')
    const user = await findUser(deps.db, signIn.session.user_id)
    const account = user?.email_folded ?? ''
    const isRight = await deps.guard.attempt({ account }, async () =>
      (await isPasswordOf(user?.password_hash ?? '', current_password)) ? true : undefined,
    )
    if (isRight === undefined) throw new AppError('current_password_incorrect')
  }
  return updateOwnAccount(deps, signIn, { display_name, password: new_password }, doer)
}

/**
 * Changes the account that one is signed in to, as {@link updateAccount} does, and keeps this sign-in.
 *
 * @returns new tokens after a change of the password
 */
export async function updateOwnAccount(
  deps: SigningIn,
  { session: { session_id, user_id, token_epoch } }: SignIn,
  changes: UserChanges,
  doer: Doer,
): Promise<{ readonly user: UserDto; readonly tokens: IssuedTokens | undefined }> {
  const user = await updateAccount(deps, user_id, changes, doer, {
    keepSession: session_id,
    // somebody may have ended it, or changed the password, since the request was let in
    isAllowed: async (tx) => {
      if ((await findUserSession(tx, session_id))?.token_epoch !== token_epoch) throw new AppError('credentials_invalid')
    },
  })
  const session = changes.password == null ? undefined : await findUserSession(deps.db, session_id)
  return { user, tokens: session && (await issueTokens(deps, user, session)) }
}

async function issueTokens({ tokens }: SigningIn, user: UserDto, session: UserSessionRecord): Promise<IssuedTokens> {
  const now = Math.floor(Date.now() / 1000)
  const exp = Math.floor(parseTime(session.expires_at).getTime() / 1000)
  const claims: Omit<TokenClaims, 'use'> = {
    user_id: user.user_id,
    email: user.email,
    is_admin: user.is_admin,
    remember_me: session.remember_me === 1,
    session_id: session.session_id,
    token_epoch: session.token_epoch,
    iat: now,
    exp,
  }
  const sign = (use: TokenUse) => tokens.sign({ ...claims, use })
  return { session: await sign('session'), media: await sign('media'), lifeSeconds: exp - now }
}

/** The moment until which a sign-in lasts that begins or is renewed now. */
function findEnd({ settings }: Pick<App, 'settings'>, begunAt: number, isRemembered: boolean): number {
  const end = Date.now() + (isRemembered ? 7 : 1) * DAY_MS
  return Math.min(end, begunAt + settings.values.session_absolute_days * DAY_MS)
}
