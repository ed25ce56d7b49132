import { type Client, connectEvents, createClient, type EventConnection } from '@bottega/client'

/** The server as the page's parts use it. */
export interface Server {
  readonly client: Client
  readonly events: EventConnection
}

/** @param baseUrl  path of the server on this host */
export function connectServer(baseUrl: string): Server {
  const events = connectEvents({ baseUrl })
  events.subscribe()
  return { client: createClient({ baseUrl }), events }
}
