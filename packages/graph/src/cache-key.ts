import type { NodeJson } from './graph.ts'
import { canonicalJson } from './json.ts'

/**
 * What two runs of a node have in common when they may share an output: everything about it but its id. Whoever keeps the cache adds
 * the owner.
 */
export function cacheKey({ id: _, ...rest }: NodeJson): string {
  return canonicalJson(rest)
}
