import { AppError } from '@bottega/contracts'

/** Keeps two acts from one model at a time. */
export interface ModelLocks {
  /**
   * Does something with a model that nothing else may do at the same time.
   *
   * @throws AppError `model_busy`
   */
  hold<T>(key: string, act: () => Promise<T>): Promise<T>
}

/** Locks for the models of one server. */
export function createModelLocks(): ModelLocks {
  const held = new Set<string>()
  return {
    async hold(key, act) {
      if (held.has(key)) throw new AppError('model_busy', { key })
      held.add(key)
      try {
        return await act()
      } finally {
        held.delete(key)
      }
    },
  }
}
