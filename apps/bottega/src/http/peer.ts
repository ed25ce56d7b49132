import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Credentials } from '../auth/identify.ts'
import { isOwnOrigin } from '../auth/own-origin.ts'

/** Who is at the other end of a request, as far as the connection and trusted proxies tell. */
export interface Peer {
  readonly address: string
  readonly userAgent: string | undefined
  readonly isSecure: boolean
  /** No proxy and no network lies between. */
  readonly isThisMachine: boolean
}

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
/** The most of a `User-Agent` that is kept. */
const MAX_USER_AGENT = 300

/** Whether a request changes nothing. */
export function isReading({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return READING.has(method)
}

/** Where a request comes from. */
export function describePeer(request: FastifyRequest): Peer {
  const { headers, ip, protocol, socket } = request
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  // a trusted proxy's word stands in `ip`; that of any other only shows that there is one
  const isTold = !isForwarded || ip !== socket.remoteAddress
  return {
    address: ip,
    userAgent: headers['user-agent']?.slice(0, MAX_USER_AGENT),
    isSecure: protocol === 'https',
    isThisMachine: isTold && isLoopback(ip),
  }
}

/** What a request shows of who sent it. */
export function readCredentials(request: FastifyRequest): Credentials {
  const { authorization, cookie, origin } = request.headers
  const isOwnPage = origin === undefined ? request.headers['sec-fetch-site'] === 'same-origin' : isOwnOrigin(origin, request.host)
  return { authorization, cookie, mayChangeByCookie: isReading(request) || isOwnPage }
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}
