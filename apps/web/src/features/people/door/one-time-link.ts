/** A link that the page was opened by: to accept an invitation, or to set a new password. */
export interface OneTimeLink {
  readonly kind: 'invitation' | 'new-password'
  readonly token: string
}

/**
 * Reads the link that the page was opened by, if it was by one.
 *
 * @param baseUrl  path of the page, with a slash at its end
 */
export function readOneTimeLink(
  baseUrl: string,
  { pathname, hash }: Pick<Location, 'pathname' | 'hash'>,
): OneTimeLink | undefined {
  const kind = pathname.slice(baseUrl.length)
  if (!pathname.startsWith(baseUrl) || (kind !== 'invitation' && kind !== 'new-password')) return undefined
  return { kind, token: hash.slice(1) }
}
