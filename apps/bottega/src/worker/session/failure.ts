import { EngineError } from '@bottega/engine'
import { GraphError, type PreparedNode } from '@bottega/graph'
import { NodeRefusal, type SessionError } from '../session-port.ts'

/** A failure of a node in the words that queue items and events carry. They go to people: no stacks and no paths of this program. */
export function describeNodeFailure(error: unknown, { sourceId, node }: PreparedNode): SessionError {
  const message = cleanText(error instanceof Error ? error.message : String(error))
  const type = typeOf(error, message)
  return { type, message, traceback: `${type}: ${message}\n  in node ${sourceId} (${node.type})` }
}

const MAX_MESSAGE_LENGTH = 2000

/** A message that can be stored and read: what a node was given may stand in it. */
function cleanText(text: string): string {
  const short = text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)} ...` : text
  return Buffer.from(short.replaceAll('\0', '\ufffd')).toString()
}

// clients explain this one, so it bears the name that they know
const OUT_OF_MEMORY = /allocat\w* (failed|memory)|failed to allocate|out of memory/i

function typeOf(error: unknown, message: string): string {
  if (error instanceof GraphError) return error.errorType
  if (error instanceof NodeRefusal) return error.type
  if (OUT_OF_MEMORY.test(message)) return 'OutOfMemoryError'
  if (error instanceof EngineError) return error.code
  return error instanceof Error ? error.name : 'Error'
}
