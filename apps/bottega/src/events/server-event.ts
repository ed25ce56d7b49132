import type { EventName, EventPayload } from '@bottega/contracts'
import type { AskingSocket } from '../auth/asking-socket.ts'

/**
 * What an account may do has changed, or one of its sign-ins has ended; without a name, this may be so of any account. The server
 * tells it itself, and no socket.
 */
export interface AccountChanged {
  readonly name: 'account_changed'
  readonly payload: { readonly user_id: string | undefined }
}

/** News for some accounts alone, as whoever knows their rights has found out. */
export interface NewsForSome {
  readonly name: 'news_for_some'
  readonly payload: {
    readonly event: SocketEvent
    readonly isFor: (userId: string) => boolean
    /** Whose page has done it itself, and need not be told. */
    readonly except: AskingSocket | undefined
  }
}

/** Something that happened, to be told over sockets: the name of an event with its payload. */
export type SocketEvent = { [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> } }[EventName]

/** Something that happened on the server. */
export type ServerEvent = SocketEvent | AccountChanged | NewsForSome

/** An event that happens now; its time is filled in. */
export function serverEvent<Name extends EventName>(name: Name, payload: Omit<EventPayload<Name>, 'timestamp'>): SocketEvent {
  const timestamp = Math.floor(Date.now() / 1000)
  // name and payload belong together by the types of the parameters, which the union cannot see
  return { name, payload: { timestamp, ...payload } } as unknown as SocketEvent
}
