import { type Client, createClient } from '@bottega/client'
import type { EventName, EventPayload } from '@bottega/contracts'
import { QueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { createLive, type Live } from './live.ts'
import { isSilence, ServerSilent } from './server-silent.ts'

/** The server as the page's parts use it. */
export interface Server {
  /** Path of the server on this host, with a slash at its end. */
  readonly baseUrl: string
  readonly client: Client
  readonly queries: QueryClient
  readonly live: Live
}

/**
 * Makes the page's side of the server.
 *
 * @param onRefused  told of calls that were refused because nobody is signed in (401), or somebody who may not (403)
 */
export function createServer(baseUrl: string, onRefused: (method: string, path: string) => void): Server {
  const queries = new QueryClient({
    defaultOptions: {
      // what changes is told by events; a server may be near where the browser knows of no network
      queries: { staleTime: 60_000, refetchOnWindowFocus: false, retry: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
  const live = createLive(baseUrl)
  // what nobody has answered is asked again once somebody does
  live.onConnect(() => {
    void queries.refetchQueries({ type: 'active', predicate: ({ state }) => isSilence(state.error) })
  })
  const watchedFetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    if (live.socketId !== undefined) headers.set('x-bottega-socket', live.socketId)
    const response = await fetch(input, { ...init, headers }).catch((error: unknown) => {
      // what fetch throws when nobody answers
      throw error instanceof TypeError ? new ServerSilent(error) : error
    })
    const [method, { pathname }] = [init?.method ?? 'GET', new URL(response.url)]
    if (response.status === 401 || response.status === 403) onRefused(method, pathname)
    return response
  }
  return {
    baseUrl,
    client: createClient({ baseUrl, fetch: watchedFetch }),
    queries,
    live,
  }
}

const ServerContext = createContext<Server | undefined>(undefined)

/** Gives the page its server. */
export function ServerProvider({ server, children }: { readonly server: Server; readonly children: ReactNode }) {
  return <ServerContext value={server}>{children}</ServerContext>
}

/** The server. */
export function useServer(): Server {
  const server = useContext(ServerContext)
  if (server === undefined) throw new Error('useServer outside of ServerProvider')
  return server
}

/** Hears of events of a name while the component is there. */
export function useServerEvent<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): void {
  const { live } = useServer()
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => live.on(name, (payload) => latest.current(payload)), [live, name])
}

/** Reads anew after each connection, since what was told in between went by unheard. */
export function useReconnect(listener: () => void): void {
  const { live } = useServer()
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => live.onConnect(() => latest.current()), [live])
}
