import type { MessageFromWorker, MessageToWorker } from './port.ts'
import { HOST_CALLS, type HostCallName, type SessionHost } from './session-port.ts'

/** Why the program does not do what a node asks; `type` is what queue items carry as `error_type`. */
export class NodeRefusal extends Error {
  override readonly name = 'NodeRefusal'
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** Does what a node asks and words the answer. Faults that are no refusals are reported here, and told without details. */
export async function answerCall(
  host: SessionHost,
  { id, call, name, argument }: Extract<MessageFromWorker, { type: 'call' }>,
): Promise<MessageToWorker> {
  try {
    return { type: 'answer', id, call, value: await perform(host, name, argument) }
  } catch (error) {
    if (error instanceof NodeRefusal) return { type: 'refusal', id, call, error: { type: error.type, message: error.message } }
    console.error(error)
    return { type: 'refusal', id, call, error: { type: 'ServerError', message: 'The server could not do what the node asked' } }
  }
}

function perform(host: SessionHost, name: HostCallName, argument: unknown): Promise<unknown> {
  // the schema of a name is that of the function of that name
  const ask = host[name] as (argument: unknown) => Promise<unknown>
  return ask(HOST_CALLS[name].argument.parse(argument))
}
