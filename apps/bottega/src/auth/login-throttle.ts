import { isIPv6 } from 'node:net'

/** Failures count for this long. */
const WINDOW_MS = 15 * 60_000
const FIRST_BLOCK_MS = 30_000
const MAX_BLOCK_MS = 15 * 60_000
/** Failures after which one has to wait. */
const MOST_FAILURES = { account: 10, address: 50 } as const
/** Names that are remembered; of more, those that failed longest ago are forgotten. */
const MOST_NAMES = 50_000

/** What is counted: failures at an account, whether or not there is one, and failures from an address. */
export type ThrottleKind = keyof typeof MOST_FAILURES

/** Makes those wait who fail again and again. */
export interface LoginThrottle {
  /** Seconds until the next attempt is taken, 1..900; undefined when it is taken now. */
  findWait(kind: ThrottleKind, name: string): number | undefined
  noteFailure(kind: ThrottleKind, name: string): void
  forget(kind: ThrottleKind, name: string): void
}

interface Record {
  failures: number[]
  blocks: number
  blockedUntil: number
}

/**
 * Counts failures in a sliding window. The first block lasts 30 seconds, and each further one twice as long, up to 15 minutes.
 *
 * @param now  milliseconds of a clock that is never set
 */
export function createLoginThrottle(now: () => number = () => performance.now()): LoginThrottle {
  // in the order of their last failures
  const records = new Map<string, Record>()
  const keyOf = (kind: ThrottleKind, name: string) => `${kind} ${kind === 'address' ? networkOf(name) : name}`

  return {
    findWait(kind, name) {
      const wait = (records.get(keyOf(kind, name))?.blockedUntil ?? 0) - now()
      return wait > 0 ? Math.ceil(wait / 1000) : undefined
    },
    noteFailure(kind, name) {
      const key = keyOf(kind, name)
      const record = records.get(key) ?? { failures: [], blocks: 0, blockedUntil: 0 }
      record.failures = [...record.failures.filter((moment) => moment > now() - WINDOW_MS), now()]
      if (record.failures.length < MOST_FAILURES[kind]) record.blocks = 0
      else {
        record.blockedUntil = now() + Math.min(FIRST_BLOCK_MS * 2 ** record.blocks, MAX_BLOCK_MS)
        record.blocks++
      }
      records.delete(key)
      records.set(key, record)
      const [oldest] = records.keys()
      if (records.size > MOST_NAMES && oldest !== undefined) records.delete(oldest)
    },
    forget: (kind, name) => void records.delete(keyOf(kind, name)),
  }
}

/** What one caller has of addresses: of IPv6 a whole network of the first four groups, of IPv4 the address. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = tail === undefined ? 0 : 8 - (first?.length ?? 0) - (last?.length ?? 0)
  return [...(first ?? []), ...Array.from({ length: zeros }, () => '0'), ...(last ?? [])].slice(0, 4).join(':')
}
