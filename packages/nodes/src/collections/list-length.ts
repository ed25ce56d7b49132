import { refuse } from '../refuse.ts'

/** The most items of a list that a node makes of nothing. */
const MAX_LIST_LENGTH = 100_000

/** What is wrong with a list of so many items, as a sentence; undefined when nothing is, or when their number is not known yet. */
export function findLengthFault(length: number | undefined): string | undefined {
  if (length === undefined) return undefined
  if (length < 0) return `A list cannot have ${length} items.`
  return length > MAX_LIST_LENGTH ? `A list may have ${MAX_LIST_LENGTH} items at most, not ${length}.` : undefined
}

/**
 * The length of a list that is to be made.
 *
 * @throws EngineError `request_invalid` when it is below 0 or more than 100,000
 */
export function expectListLength(length: number): number {
  const fault = findLengthFault(length)
  return fault === undefined ? length : refuse(fault)
}
