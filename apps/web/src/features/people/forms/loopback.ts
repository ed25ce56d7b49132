/** Names by which a machine knows itself, and nobody else does. A server that listens everywhere is at none of them for others. */
const LOOPBACK = /^(localhost\.?|0\.0\.0\.0|127\.\d+\.\d+\.\d+|\[::1?\])$/

/** Whether an address leads somewhere on this machine alone. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname)
}
