import type { CacheCounts } from '../../worker/session-port.ts'

/** The running of sessions: takes items from the queue whenever a worker is idle. */
export interface Sessions {
  /** Puts back what ran when the last server died, clears history as the settings say, and begins. */
  start(): Promise<void>
  /** Says that there may be something to take: call it after each enqueue, retry and resume. */
  wake(): void
  /** Stops the workers from items that were canceled or deleted; others are passed over. */
  interrupt(itemIds: Iterable<number>): void
  /** Ends the workers and puts their items back, which costs those no attempt. */
  stop(): Promise<void>
  /** Has the workers give the memory of models back, as soon as no session uses them. */
  closeModels(): void
  readonly workerCount: number
  readonly isStarted: boolean
  readonly isProcessing: boolean
  readonly cache: SessionCache
}

/** The outputs of nodes that workers keep, as administrators see and switch it. */
export interface SessionCache {
  readonly isEnabled: boolean
  readonly counts: CacheCounts
  enable(isEnabled: boolean): void
  clear(): void
}
