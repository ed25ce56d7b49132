import type { MessageFromWorker, MessageToWorker } from './port.ts'
import { HOST_CALLS, type HostCallName, NodeRefusal, type SessionHost } from './session-port.ts'

/** What a node is told that asked. */
export type CallAnswer = Extract<MessageToWorker, { type: 'answer' | 'refusal' }>

/** Does what a node asks and words the answer. Faults that are no refusals are reported here, and told without details. */
export async function answerCall(
  host: SessionHost,
  { id, call, name, argument }: Extract<MessageFromWorker, { type: 'call' }>,
): Promise<CallAnswer> {
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
