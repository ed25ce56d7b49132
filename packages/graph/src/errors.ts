/**
 * What can be wrong with a graph, by a stable code. Refused when it is enqueued:
 *
 * - `graph_malformed`   not the shape of a graph, an unknown node type, a literal of the wrong kind, or beyond a limit
 * - `graph_invalid`     breaks a rule of ids, edges, cycles, types, iterate, collect, or a node's own check
 * - `batch_invalid`     the batch data does not fit together or does not fit the graph
 *
 * Found while it runs:
 *
 * - `connection_missing`, `input_missing`  a required input has neither a value nor an edge
 * - `input_invalid`                        a value that came along an edge does not fit
 * - `session_too_large`                    iterations would make more nodes than a session may have, or nodes give more than it may hold
 */
export type GraphErrorCode =
  | 'graph_malformed'
  | 'graph_invalid'
  | 'batch_invalid'
  | 'connection_missing'
  | 'input_missing'
  | 'input_invalid'
  | 'session_too_large'

/** Where in the value that was sent: keys and positions from the outside in. */
export type Location = readonly (string | number)[]

// what queue items carry as `error_type`; clients of the reference know the first three
const ERROR_TYPES: Readonly<Record<GraphErrorCode, string>> = {
  connection_missing: 'RequiredConnectionException',
  input_missing: 'MissingInputException',
  input_invalid: 'NodeInputError',
  session_too_large: 'SessionTooLargeError',
  graph_malformed: 'GraphMalformedError',
  graph_invalid: 'GraphInvalidError',
  batch_invalid: 'BatchInvalidError',
}

/** A graph, a batch or a node's input that breaks a rule; the message is the contract's text where it has one. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly code: GraphErrorCode
  /** Inside the graph or the batch data, whichever the code is about. */
  readonly location: Location

  constructor(code: GraphErrorCode, message: string, location: Location = []) {
    super(message)
    this.code = code
    this.location = location
  }

  /** The name that a queue item carries as `error_type`. */
  get errorType(): string {
    return ERROR_TYPES[this.code]
  }
}
