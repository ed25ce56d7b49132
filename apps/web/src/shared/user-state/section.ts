/** A part of what the page keeps for its user on the server: an object whose fields change one by one. */
export interface Section<Value extends object> {
  readonly name: string
  readonly initial: Value
  /** What a stored value is today: the fields that are sound. What was renamed since is found under its old name here. */
  parse(stored: Readonly<Record<string, unknown>>): Partial<Value>
}

/** Declares a section. The stored value is untrusted: an older page, or a newer one, may have written it. */
export function defineSection<Value extends object>(section: Section<Value>): Section<Value> {
  return section
}
