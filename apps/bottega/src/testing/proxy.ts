import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A proxy that offers a server below a sub-path. */
export interface SubPathProxy {
  /** Where browsers find the server: origin and sub-path. */
  readonly url: string
  close(): Promise<void>
}

/** How a proxy passes requests on. */
export interface ProxyOptions {
  /** Whether it takes the sub-path away from what it passes on. */
  readonly strips: boolean
  /** Whether the server sees the host that the browser asked; else only `X-Forwarded-Host` tells it. */
  readonly keepsHost: boolean
}

/**
 * Starts a proxy in front of a server; anything outside the sub-path is 404.
 *
 * @param target   address of the server, its path is left aside
 * @param subPath  such as `/studio`
 */
export async function startProxy(target: string, subPath: string, { strips, keepsHost }: ProxyOptions): Promise<SubPathProxy> {
  const { hostname, port, host } = new URL(target)
  const sockets = new Set<Socket>()

  const passOn = ({ url = '', headers }: IncomingMessage) => {
    if (!url.startsWith(`${subPath}/`)) return undefined
    const path = strips ? url.slice(subPath.length) : url
    const forwarded = { 'x-forwarded-host': headers.host, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' }
    return { path, headers: { ...headers, ...forwarded, host: keepsHost ? headers.host : host } }
  }

  const proxy = createServer((incoming, outgoing) => {
    const passed = passOn(incoming)
    if (passed === undefined) return void outgoing.writeHead(404).end('outside of the sub-path')
    const { method } = incoming
    const asked = request({ hostname, port, method, ...passed, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    asked.on('error', () => outgoing.destroy())
    incoming.pipe(asked)
  })
  proxy.on('connection', (socket) => sockets.add(socket))
  proxy.on('upgrade', (incoming, socket) => {
    const passed = passOn(incoming)
    if (passed === undefined) return socket.destroy()
    const server = connect(Number(port), hostname, () => {
      const lines = Object.entries(passed.headers).map(([name, value]) => `${name}: ${value}\r\n`)
      server.write(`GET ${passed.path} HTTP/1.1\r\n${lines.join('')}\r\n`)
      server.pipe(socket).pipe(server)
    })
    sockets.add(server)
    server.on('error', () => socket.destroy())
    socket.on('error', () => server.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${subPath}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
