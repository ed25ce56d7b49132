import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a page of this origin came from the server itself.
 *
 * @param host  which the browser has asked
 */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).host === host
}

/** Whether the browser says that a page of the server itself asks; it names no origin where a page reads from its own. */
export function isFromOwnPage(headers: IncomingHttpHeaders, host: string | undefined): boolean {
  const { origin } = headers
  return origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : isOwnOrigin(origin, host)
}
