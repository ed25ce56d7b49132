/*
 * Nodes that are told apart by their types, and the names of their fields. Their definitions stand in the catalogue like any other;
 * what the first three do to their neighbours is the plan's, the calling of workflows is up to whoever runs sessions.
 */

/** Runs what follows once for each item of its `collection`; gives `item`, `index`, `total`. */
export const ITERATE = 'iterate'
/** Gathers what comes into `item` and `collection` over an iteration; gives `collection`. */
export const COLLECT = 'collect'
/** Passes on one of `true_input` and `false_input`, by its `condition`; what only the other needs does not run. */
export const IF = 'if'

/** Runs a saved workflow as a session of its own and gives what that gives back. */
export const CALL_SAVED_WORKFLOW = 'call_saved_workflow'
/** What a workflow gives back to the one that calls it. */
export const WORKFLOW_RETURN = 'workflow_return'
/**
 * How the inputs of {@link CALL_SAVED_WORKFLOW} begin that are fields of the called workflow; the id of the node there and the name of its field
 * follow, `saved_workflow_input::<node id>::<field>`.
 */
export const CALLED_INPUT = 'saved_workflow_input::'

/** The branches of an `if`. */
export const BRANCHES = ['true_input', 'false_input'] as const

/** The input of an `if` that is used. */
export type BranchField = (typeof BRANCHES)[number]

/** Whether an input of an `if` is one of its branches. */
export function isBranchField(field: string): field is BranchField {
  return field === 'true_input' || field === 'false_input'
}
