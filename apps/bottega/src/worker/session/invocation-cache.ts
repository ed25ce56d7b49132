import { COLLECT, cacheKey, ITERATE, type NodeJson, type OutputJson } from '@bottega/graph'
import type { CacheCounts } from '../session-port.ts'

/** Outputs of nodes by what went into them. */
export interface InvocationCache {
  /**
   * The output of an earlier run of the same node for the same user.
   *
   * @param isWhole  whether everything that an output names is still there; one of which that is not true is forgotten
   */
  find(userId: string, node: NodeJson, isWhole: (output: OutputJson) => Promise<boolean>): Promise<OutputJson | undefined>
  keep(userId: string, node: NodeJson, output: OutputJson): void
  /** How many outputs are kept at most; 0 keeps none. */
  resize(maxSize: number): void
  clear(): void
  readonly counts: CacheCounts
}

/** A cache that forgets what has not been used for the longest time. */
export function createInvocationCache(): InvocationCache {
  // the latest used stand last
  const outputs = new Map<string, OutputJson>()
  let maxSize = 0
  let hits = 0
  let misses = 0

  function trim(): void {
    for (const key of outputs.keys()) {
      if (outputs.size <= maxSize) return
      outputs.delete(key)
    }
  }

  return {
    async find(userId, node, isWhole) {
      if (maxSize === 0 || !isCacheable(node)) return undefined
      const key = keyOf(userId, node)
      const output = outputs.get(key)
      outputs.delete(key)
      if (output === undefined || !(await isWhole(output))) {
        misses++
        return undefined
      }
      outputs.set(key, output)
      hits++
      return output
    },
    keep(userId, node, output) {
      if (!isCacheable(node)) return
      outputs.set(keyOf(userId, node), output)
      trim()
    },
    resize(size) {
      maxSize = size
      trim()
    },
    clear() {
      outputs.clear()
      hits = 0
      misses = 0
    },
    get counts() {
      return { size: outputs.size, hits, misses }
    },
  }
}

const isCacheable = ({ type, use_cache }: NodeJson) => use_cache && type !== ITERATE && type !== COLLECT

const keyOf = (userId: string, node: NodeJson) => JSON.stringify([userId, cacheKey(node)])
