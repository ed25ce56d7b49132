import type { IncomingMessage } from 'node:http'
import { compile } from '@fastify/proxy-addr'

type Trusts = (address: string, hop: number) => boolean

/** Tells which peers are proxies whose word about the caller counts; `*` is everybody. */
export function trustProxies(addresses: readonly string[]): Trusts {
  return addresses.includes('*') ? () => true : compile([...addresses])
}

/** Tells which host a browser has asked: the one that a proxy names which is believed, else that of the request. */
export function createHostFinder(addresses: readonly string[]): (request: IncomingMessage) => string | undefined {
  const trusts = trustProxies(addresses)
  return ({ headers, socket }) => {
    const forwarded = headers['x-forwarded-host']
    const isBelieved = forwarded !== undefined && trusts(socket.remoteAddress ?? '', 0)
    return isBelieved ? String(forwarded).split(',').at(-1)?.trim() : headers.host
  }
}
