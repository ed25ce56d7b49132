/**
 * Whether a page of this origin came from the server itself.
 *
 * @param host  which the browser has asked
 */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).host === host
}
