import type { ServerEvent } from './server-event.ts'

/** Takes events that have happened for certain and hands them to whoever listens, in order. */
export interface EventBus {
  publish(event: ServerEvent): void
  /** @returns ends the subscription */
  subscribe(listener: (event: ServerEvent) => void): () => void
}

/** A bus inside this process. A listener that throws keeps the others from nothing. */
export function createEventBus(): EventBus {
  const listeners = new Set<(event: ServerEvent) => void>()
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          process.emitWarning(error instanceof Error ? error : String(error))
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
