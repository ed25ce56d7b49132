/*
 * The three nodes that a plan treats by itself, by their types and the names of their fields. Their definitions stand in the catalogue
 * like any other; what they do to their neighbours is the plan's.
 */

/** Runs what follows once for each item of its `collection`; gives `item`, `index`, `total`. */
export const ITERATE = 'iterate'
/** Gathers what comes into `item` and `collection` over an iteration; gives `collection`. */
export const COLLECT = 'collect'
/** Passes on one of `true_input` and `false_input`, by its `condition`; what only the other needs does not run. */
export const IF = 'if'

/** The branches of an `if`. */
export const BRANCHES = ['true_input', 'false_input'] as const

/** The input of an `if` that is used. */
export type BranchField = (typeof BRANCHES)[number]

/** Whether an input of an `if` is one of its branches. */
export function isBranchField(field: string): field is BranchField {
  return field === 'true_input' || field === 'false_input'
}
