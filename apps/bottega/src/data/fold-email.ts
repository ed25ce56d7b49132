/** An address in the form in which it may belong to one account only: letter case and width of letters do not count. */
export function foldEmail(email: string): string {
  return email.normalize('NFKC').toLowerCase()
}
