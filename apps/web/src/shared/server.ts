import { type Client, connectEvents, type EventConnection } from '@bottega/client'

/** The server as the page's parts use it. */
export interface Server {
  readonly client: Client
  readonly events: EventConnection
}

/** @param baseUrl  path of the server on this host */
export function connectServer(baseUrl: string, client: Client): Server {
  const events = connectEvents({ baseUrl })
  events.subscribe()
  return { client, events }
}
