import { HOST_CALLS, type HostCallName, NodeRefusal, type SessionHost } from '../session-port.ts'

/** The program as the nodes of one session reach it. */
export interface HostCalls {
  readonly host: SessionHost
  /** Takes the answer to a call. */
  answer(call: number, value: unknown): void
  refuse(call: number, error: { readonly type: string; readonly message: string }): void
}

/** Makes calls of what nodes ask, and matches them with their answers. */
export function createHostCalls(send: (call: number, name: HostCallName, argument: unknown) => void): HostCalls {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0

  function take(call: number) {
    const caller = waiting.get(call)
    waiting.delete(call)
    return caller
  }

  function ask(name: HostCallName, argument: unknown): Promise<unknown> {
    const call = ++last
    return new Promise((resolve, reject) => {
      waiting.set(call, { resolve, reject })
      send(call, name, argument)
    })
  }

  const names = Object.keys(HOST_CALLS) as HostCallName[]
  const calls = names.map((name) => [name, async (argument: unknown) => HOST_CALLS[name].answer.parse(await ask(name, argument))])
  return {
    // one function for each name, whose answers are parsed by the schema of that name
    host: Object.fromEntries(calls) as SessionHost,
    answer: (call, value) => take(call)?.resolve(value),
    refuse: (call, { type, message }) => take(call)?.reject(new NodeRefusal(type, message)),
  }
}
