import { parseCookie, stringifySetCookie } from 'cookie'

/** Keeps the session of the web page. */
const SESSION_COOKIE = 'bottega_session'
/** Opens files in a page whose session is a Bearer token. */
const MEDIA_COOKIE = 'bottega_media_token'

/** The tokens that cookies carry. */
export interface CookieTokens {
  readonly session?: string | undefined
  readonly media?: string | undefined
}

/** Where cookies are sent to, and how long they last. */
export interface CookieOptions {
  /** Path below which the server is offered; empty for none. */
  readonly base: string
  readonly isSecure: boolean
  /** 0 clears them. */
  readonly maxAgeSeconds: number
}

/** The tokens in a `Cookie` header. */
export function readCookies(header: string | undefined): CookieTokens {
  const found = parseCookie(header ?? '')
  return { session: found[SESSION_COOKIE] || undefined, media: found[MEDIA_COOKIE] || undefined }
}

/** `Set-Cookie` headers for the tokens. The media cookie has two paths, since models lie outside the first. */
export function writeCookies({ session, media }: CookieTokens, { base, isSecure, maxAgeSeconds }: CookieOptions): string[] {
  const write = (name: string, value: string, path: string) =>
    stringifySetCookie({ name, value, path, httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: maxAgeSeconds })
  return [
    ...(session === undefined ? [] : [write(SESSION_COOKIE, session, `${base}/`)]),
    ...(media === undefined ? [] : ['/api/v1', '/api/v2/models'].map((path) => write(MEDIA_COOKIE, media, base + path))),
  ]
}
