/** Pages of the studio that links with one-time tokens lead to. */
export type LinkedPage = 'invitation' | 'new-password'

/**
 * A link to a page. The token stands behind `#`, which browsers keep to themselves: no server, proxy or log sees it.
 *
 * @param address  of the page, without a slash at its end
 */
export function writeLink(address: string, page: LinkedPage, token: string): string {
  return `${address}/${page}#${token}`
}
