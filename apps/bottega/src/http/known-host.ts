import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { AppError, type Settings } from '@bottega/contracts'
import type { FastifyInstance } from 'fastify'

/** Tells under which name a request has asked the server that is none of the server's; undefined where all is well. */
export type FindStrangeHost = (request: IncomingMessage) => string | undefined

/** Names of a local network, which nobody can have on the web. */
const OF_LOCAL_NETWORKS = /^[^.]+$|\.(local|localhost|localdomain|lan|home|home\.arpa|internal)$/

/** The longest name that is repeated in an answer. */
const MAX_SHOWN = 253

/**
 * A page of a foreign name can have that name lead to this machine (DNS rebinding); for the browser it is then a page of the server
 * itself. Where nobody signs in, a server therefore answers to addresses, to names that are none of the web, and to those of this machine
 * and of the settings. With accounts such a page has no credentials, so any name is good.
 *
 * @param forwardedHostOf  the host that a proxy names which is believed, else that of the request
 * @param machine  name of this machine
 */
export function createHostGuard(
  settings: Pick<Settings, 'multiuser' | 'host' | 'public_url' | 'allowed_hosts'>,
  forwardedHostOf: (request: IncomingMessage) => string | undefined,
  machine = hostname(),
): FindStrangeHost {
  const { multiuser, host, public_url, allowed_hosts } = settings
  if (multiuser || allowed_hosts.includes('*')) return () => undefined
  const page = public_url === null ? [] : [new URL(public_url).hostname]
  const own = new Set([host, machine, ...page, ...allowed_hosts].map((name) => name.toLowerCase()))
  const isKnown = (asked: string) => {
    const name = readName(asked)
    return isIP(name) !== 0 || OF_LOCAL_NETWORKS.test(name) || own.has(name)
  }
  return (request) =>
    // a page cannot choose the one, but what a proxy says of the other
    [request.headers.host, forwardedHostOf(request)].find((asked) => asked !== undefined && !isKnown(asked))?.slice(0, MAX_SHOWN)
}

/** Refuses what is asked under a name that is none of the server's. */
export function guardHosts(server: FastifyInstance, findStrangeHost: FindStrangeHost): void {
  server.addHook('onRequest', async ({ raw }) => {
    const host = findStrangeHost(raw)
    if (host !== undefined) throw new AppError('host_forbidden', { host })
  })
}

/** Without port, brackets and the dot of the root. */
function readName(asked: string): string {
  return asked
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}
