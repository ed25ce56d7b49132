import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A proxy that offers a server below a sub-path. */
export interface PrefixProxy {
  readonly url: string
  close(): Promise<void>
}

/** What a proxy does. */
export interface PrefixProxyOptions {
  /** Address of the server, without a path. */
  readonly target: string
  /** The sub-path, such as `/studio`; all else is answered 502. */
  readonly prefix: string
  /** Whether the server gets its addresses without the sub-path. */
  readonly strips: boolean
}

/** Starts a proxy on a free port. It passes `Host` on, and web sockets. */
export async function startPrefixProxy({ target, prefix, strips }: PrefixProxyOptions): Promise<PrefixProxy> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined))
    socket.on('close', () => sockets.delete(socket))
  }
  const pass = ({ url = '', method, headers }: IncomingMessage) => {
    const path = strips ? url.slice(prefix.length) || '/' : url
    return request(target, { path, method, headers, agent: false }).on('socket', keep)
  }
  const isBelow = ({ url = '' }: IncomingMessage) => url === prefix || url.startsWith(`${prefix}/`)

  const server = createServer((asked, answer) => {
    if (!isBelow(asked)) return answer.writeHead(502).end()
    const passed = pass(asked)
      .on('response', (response) => response.pipe(answer.writeHead(response.statusCode ?? 502, response.headers)))
      .on('error', () => answer.destroy())
    return asked.pipe(passed)
  })
  server.on('connection', keep)
  server.on('upgrade', (asked, socket: Socket, head) => {
    if (!isBelow(asked)) return socket.destroy()
    const passed = pass(asked)
      .on('upgrade', (response, upstream, first) => {
        const lines = response.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []))
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
        // what the server said along with its answer
        socket.write(first)
        upstream.pipe(socket).pipe(upstream)
      })
      .on('response', () => socket.destroy())
      .on('error', () => socket.destroy())
    passed.end(head)
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // it listens on a port
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
