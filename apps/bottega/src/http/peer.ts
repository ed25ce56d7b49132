import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Credentials } from '../auth/identify.ts'
import { isFromOwnPage } from '../auth/own-origin.ts'

/** Who is at the other end of a request, as far as the connection and trusted proxies tell. */
export interface Peer {
  readonly address: string
  readonly userAgent: string | undefined
  readonly isSecure: boolean
  /** Where the caller found the server, such as `https://studio.example.com`, for addresses that are passed on. */
  readonly origin: string
  /** No proxy and no network lies between, and the page that asks was not fetched from elsewhere. */
  readonly isThisMachine: boolean
}

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
/** The most of a `User-Agent` that is kept. */
const MAX_USER_AGENT = 300

/** Headers that show that a proxy lies between. */
const OF_PROXIES = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']

/** Whether a request changes nothing. */
export function isReading({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return READING.has(method)
}

/** Where a request comes from. */
export function describePeer(request: FastifyRequest): Peer {
  const { headers, ip, protocol, socket } = request
  const isForwarded = OF_PROXIES.some((name) => headers[name] !== undefined)
  // a proxy that says nothing of itself may still name the host that was asked
  const isAskedHere = isLoopback(request.hostname.replace(/^\[(.*)\]$/, '$1')) || request.hostname === 'localhost'
  return {
    // a proxy may pass on what is no address
    address: isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip,
    userAgent: headers['user-agent']?.slice(0, MAX_USER_AGENT),
    isSecure: protocol === 'https',
    origin: `${protocol}://${request.host}`,
    isThisMachine: !isForwarded && isAskedHere && isLoopback(ip),
  }
}

/** What a request shows of who sent it. */
export function readCredentials(request: FastifyRequest): Credentials {
  const { authorization, cookie } = request.headers
  return { authorization, cookie, mayChangeByCookie: isReading(request) || isFromOwnPage(request.headers, request.host) }
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}
