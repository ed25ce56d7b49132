import type { ConnectionState, EventConnection } from '@bottega/client'
import type { EventName, EventPayload } from '@bottega/contracts'
import { create } from 'zustand'

/** How the page hears of the server: not yet, well, not now, or not any more without a reload or a new sign-in. */
export type Hearing = 'starting' | 'connected' | 'lost' | 'ended'

/** How the page hears of the server. */
export const useHearing = create<{ readonly hearing: Hearing; readonly connections: number }>(() => ({
  hearing: 'starting',
  connections: 0,
}))

/** Whether the page is cut off from a server that it has heard before: what it shows may have changed since. */
export function useIsCutOff(): boolean {
  return useHearing(({ hearing }) => hearing === 'lost' || hearing === 'ended')
}

/** What the server tells while it tells it. Listeners may come before the connection, which is loaded after the first screen. */
export interface Live {
  /** Names the connection to the server, while there is one. */
  readonly socketId: string | undefined
  start(): Promise<void>
  /** Hears of events of a name; returns what ends that. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void
  /** Hears each time that it connects: what was told in between has to be read anew. */
  onConnect(listener: () => void): () => void
  /** Ends the connection; `start` begins a new one. */
  stop(): void
  /** Begins a new connection in place of the present one: the server has ended it, or somebody has signed in again. */
  restart(): Promise<void>
}

const RETRY_AFTER_MS = 3000

type Attach = (connection: EventConnection) => () => void

/** Makes what hears of the server's events. */
export function createLive(baseUrl: string): Live {
  const listeners = new Map<Attach, (() => void) | undefined>()
  const connectListeners = new Set<() => void>()
  let connection: EventConnection | undefined
  let isWanted = false

  function onState(state: ConnectionState): void {
    if (state.status === 'connected') {
      useHearing.setState(({ connections }) => ({ hearing: 'connected', connections: connections + 1 }))
      for (const listener of connectListeners) listener()
    } else {
      useHearing.setState({ hearing: state.willRetry ? 'lost' : 'ended' })
    }
  }

  async function start(): Promise<void> {
    isWanted = true
    const loaded = await import('./events.ts').catch(() => undefined)
    if (loaded === undefined) {
      useHearing.setState({ hearing: 'lost' })
      setTimeout(() => isWanted && void start(), RETRY_AFTER_MS)
      return
    }
    const { connectEvents } = loaded
    if (!isWanted || connection) return
    const begun = connectEvents({ baseUrl })
    connection = begun
    begun.subscribe()
    // one that was stopped here has nothing more to say
    begun.onState((state) => begun === connection && onState(state))
    for (const attach of listeners.keys()) listeners.set(attach, attach(begun))
  }

  function stop(): void {
    isWanted = false
    const last = connection
    connection = undefined
    last?.close()
    for (const attach of listeners.keys()) listeners.set(attach, undefined)
    useHearing.setState({ hearing: 'starting' })
  }

  return {
    get socketId() {
      return connection?.socketId
    },
    start,
    stop,
    restart() {
      stop()
      return start()
    },
    on(name, listener) {
      const attach: Attach = (to) => to.on(name, listener)
      listeners.set(attach, connection && attach(connection))
      return () => {
        listeners.get(attach)?.()
        listeners.delete(attach)
      }
    },
    onConnect(listener) {
      connectListeners.add(listener)
      return () => void connectListeners.delete(listener)
    },
  }
}
