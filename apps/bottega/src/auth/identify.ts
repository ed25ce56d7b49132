import {
  type Access,
  type Actor,
  type ApiKeyScope,
  AppError,
  hasScope,
  type PlainErrorCode,
  SYSTEM_ACTOR,
} from '@bottega/contracts'
import { findKnownApiKey, touchApiKey } from '../data/repositories/api-keys.ts'
import { findSignedIn, type SignedIn, touchUserSession } from '../data/repositories/user-sessions.ts'
import type { UserRecord } from '../data/repositories/users.ts'
import { parseTime } from '../data/time.ts'
import { isApiKey } from './api-key.ts'
import { readCookies } from './cookies.ts'
import { findOversight, type OversightGrounds } from './oversight.ts'
import { hashSecretToken } from './secret-tokens.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

/** What a request shows of who sent it. */
export interface Credentials {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
  /** A cookie alone does not change anything, unless the server's own page sent it. */
  readonly mayChangeByCookie?: boolean
}

/** The sign-in that a request belongs to. */
export interface SignIn {
  readonly session: SignedIn
  readonly claims: TokenClaims
  readonly via: 'bearer' | 'session_cookie' | 'media_cookie'
}

/** The API key that a request came with. */
export interface UsedApiKey {
  readonly keyId: string
  readonly scopes: readonly ApiKeyScope[]
  /** Undefined for one that lasts. */
  readonly expiresAt: Date | undefined
}

/** For whom a request acts, and by which sign-in or key, if any. */
export interface Caller {
  readonly actor: Actor
  readonly signIn?: SignIn
  readonly apiKey?: UsedApiKey
}

/**
 * Tells for whom a request acts.
 *
 * @throws AppError 401, 403
 */
export type Identify = (access: Pick<Access, 'who' | 'media'>, credentials: Credentials) => Promise<Caller>

const NOBODY: Actor = { userId: '', role: 'user', isSystem: false, displayName: null }
/** A sign-in or a key in use is written down this often. */
const TOUCH_MS = 60_000

/** The rule of multi-user mode: whoever a token or a key names, as the account is now. */
export function identifyByAccount(deps: OversightGrounds & { readonly tokens: Tokens }): Identify {
  const { db, tokens } = deps

  async function identify({ who, media }: Pick<Access, 'who' | 'media'>, credentials: Credentials): Promise<Caller> {
    const texts = who.startsWith('account') ? ACCOUNT_REFUSALS : REFUSALS
    const credential = chooseCredential(credentials, media)
    if (credential === undefined) throw new AppError(texts.missing)
    const { token, via } = credential
    if (via === 'bearer' && isApiKey(token)) return identifyByKey(deps, token, texts)
    const claims = await tokens.read(token)
    if (claims?.use !== (via === 'media_cookie' ? 'media' : 'session')) throw new AppError(texts.invalid)
    const session = await findSignedIn(db, claims.session_id)
    if (session?.token_epoch !== claims.token_epoch) throw new AppError(texts.invalid)
    if (session.is_active === 0) throw new AppError(texts.orphaned)
    if (via === 'session_cookie' && credentials.mayChangeByCookie === false) throw new AppError('origin_forbidden')
    // reading goes on where nothing can be written
    if (isLongAgo(session.last_used_at)) await touchUserSession(db, session.session_id).catch(() => {})
    return { actor: await actorOf(deps, session), signIn: { session, claims, via } }
  }

  return async (access, credentials) => {
    if (access.who !== 'anyone') return identify(access, credentials)
    return identify(access, credentials).catch((error) => {
      if (error instanceof AppError) return { actor: NOBODY }
      throw error
    })
  }
}

/** A key acts for its owner, and as an administrator only where it may do all that its owner may. */
async function identifyByKey(deps: OversightGrounds, secret: string, texts: Refusals): Promise<Caller> {
  const { db } = deps
  const key = await findKnownApiKey(db, hashSecretToken(secret))
  if (key === undefined) throw new AppError(texts.invalid)
  if (key.is_active === 0) throw new AppError(texts.orphaned)
  if (key.last_used_at === null || isLongAgo(key.last_used_at)) await touchApiKey(db, key.key_id).catch(() => {})
  // the route that makes keys has read them
  const scopes = JSON.parse(key.scopes) as readonly ApiKeyScope[]
  return {
    actor: await actorOf(deps, hasScope(scopes, 'manage') ? key : { ...key, is_admin: 0 }),
    apiKey: { keyId: key.key_id, scopes, expiresAt: key.expires_at === null ? undefined : parseTime(key.expires_at) },
  }
}

function isLongAgo(time: string): boolean {
  return Date.now() - parseTime(time).getTime() > TOUCH_MS
}

/** The rule of single-user mode: everybody is the system account, whatever they send. Only routes about accounts look at credentials. */
export function identifySingleUser(identify: Identify): Identify {
  return async (access, credentials) =>
    access.who.startsWith('account') ? identify(access, credentials) : { actor: SYSTEM_ACTOR }
}

/** For whom one acts who acts for an account. */
export async function actorOf(
  deps: OversightGrounds,
  account: Pick<UserRecord, 'user_id' | 'is_admin' | 'display_name'>,
): Promise<Actor> {
  const { user_id, is_admin, display_name } = account
  const actor: Actor = { userId: user_id, role: is_admin === 1 ? 'admin' : 'user', isSystem: false, displayName: display_name }
  const oversight = await findOversight(deps, account)
  return oversight === undefined ? actor : { ...actor, oversight }
}

/** The one credential that counts: the header if there is one, good or bad, else the page's cookie, else the media cookie. */
function chooseCredential(
  { authorization, cookie }: Credentials,
  media: boolean,
): (Pick<SignIn, 'via'> & { token: string }) | undefined {
  if (authorization !== undefined) {
    const [, token = ''] = /^Bearer +([^\s,]+)$/i.exec(authorization) ?? []
    return { via: 'bearer', token }
  }
  const cookies = readCookies(cookie)
  if (cookies.session !== undefined) return { via: 'session_cookie', token: cookies.session }
  return media && cookies.media !== undefined ? { via: 'media_cookie', token: cookies.media } : undefined
}

type Refusals = Readonly<Record<'missing' | 'invalid' | 'orphaned', PlainErrorCode>>

const REFUSALS: Refusals = { missing: 'authentication_required', invalid: 'token_invalid', orphaned: 'token_orphaned' }
const ACCOUNT_REFUSALS: Refusals = {
  missing: 'credentials_missing',
  invalid: 'credentials_invalid',
  orphaned: 'credentials_orphaned',
}
