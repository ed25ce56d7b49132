import type { FastifyReply, FastifyRequest } from 'fastify'
import { writeCookies } from '../auth/cookies.ts'
import type { SignIn } from '../auth/identify.ts'
import { type IssuedTokens, renewSignIn, type SigningIn } from '../services/sign-in/sign-in.ts'
import { describePeer, isReading, type Peer } from './peer.ts'

/** Carries a new token to Bearer clients. */
const REFRESHED = 'X-Refreshed-Token'
/** Routes that end a sign-in, or tell of it themselves. */
const UNRENEWED: ReadonlySet<string> = new Set(['logIn', 'logOut', 'renewMediaCookie'])

/** How the answer to a request carries new tokens. */
export interface TokenCarrier {
  readonly peer: Pick<Peer, 'isSecure'>
  setHeader(name: string, value: string | string[]): void
}

/** Hands new tokens to whoever has the sign-in: in a header to Bearer clients, in cookies to the page. */
export function carryTokens(
  { session, media, lifeSeconds }: IssuedTokens,
  via: SignIn['via'],
  base: string,
  { peer, setHeader }: TokenCarrier,
): void {
  const options = { base, isSecure: peer.isSecure, maxAgeSeconds: lifeSeconds }
  if (via === 'bearer') setHeader(REFRESHED, session)
  setHeader('Set-Cookie', writeCookies(via === 'bearer' ? { media } : { session, media }, options))
}

/**
 * Renews sign-ins past half of their life: those of Bearer clients with the answer to a change, those of pages with any answer, since
 * a page that only reads has no other way to stay.
 */
export function createRenewal(deps: SigningIn) {
  return async (route: string, signIn: SignIn, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { via } = signIn
    if (via === 'media_cookie' || UNRENEWED.has(route) || (via === 'bearer' && isReading(request))) return
    // the handler has told of new ones already
    if (reply.hasHeader(REFRESHED) || reply.hasHeader('Set-Cookie')) return
    const tokens = await renewSignIn(deps, signIn)
    if (tokens === undefined) return
    if (via === 'bearer') return void reply.header(REFRESHED, tokens.session)
    const carrier = {
      peer: describePeer(request),
      setHeader: (name: string, value: string | string[]) => void reply.header(name, value),
    }
    carryTokens(tokens, via, deps.settings.values.base_url ?? '', carrier)
  }
}
