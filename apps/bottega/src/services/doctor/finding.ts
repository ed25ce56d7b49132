/** Something that was looked at. */
export interface Finding {
  readonly subject: string
  readonly isWell: boolean
  /** What was found, and where it is wrong what to do. */
  readonly text: string
  /** What was done about it. */
  readonly fixed?: string
}

/** What was looked at, with a way to put it right where there is one. */
export interface Examination extends Finding {
  fix?(): Promise<Finding>
}
