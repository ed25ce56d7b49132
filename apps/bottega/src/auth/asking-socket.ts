import { AsyncLocalStorage } from 'node:async_hooks'

/** The socket of the page that a request comes from, and whose it has to be. */
export interface AskingSocket {
  readonly socketId: string
  readonly userId: string
}

const asking = new AsyncLocalStorage<{ readonly socket: AskingSocket; isOver: boolean }>()

/** The header by which a page names its socket: it knows what it changes, and need not be told. */
export const SOCKET_HEADER = 'x-bottega-socket'

/** Does the work of a request of a page that has a socket. What goes on after it is no part of it. */
export async function askBySocket<Result>(socket: AskingSocket, work: () => Promise<Result>): Promise<Result> {
  const request = { socket, isOver: false }
  try {
    return await asking.run(request, work)
  } finally {
    request.isOver = true
  }
}

/** The socket of the page whose request is being done, where it has named one. */
export function findAskingSocket(): AskingSocket | undefined {
  const request = asking.getStore()
  return request === undefined || request.isOver ? undefined : request.socket
}
