/** Whose work the form of a hand-over begins with. */
export interface HandOverSearch {
  /** id of an account, or `system` */
  readonly from?: string
}

/** Reads the search part of its address; what does not fit is left out. */
export function readHandOverSearch({ from }: Readonly<Record<string, unknown>>): HandOverSearch {
  return typeof from === 'string' ? { from } : {}
}
