import { findServer } from '../../files/server-info.ts'
import type { App } from '../app.ts'

/** The address below which people reach the page of a root, as far as it is known on the server's machine. It ends in no slash. */
export async function findPageAddress({ settings, root }: Pick<App, 'settings' | 'root'>): Promise<string> {
  const { public_url, base_url, host, port, ssl_certfile } = settings.values
  if (public_url !== null) return public_url.replace(/\/+$/, '')
  const server = await findServer(root.serverInfo)
  if (server !== undefined) return server.url.replace(/\/+$/, '')
  return `${ssl_certfile === null ? 'http' : 'https'}://${nameHost(host)}:${port}${base_url ?? ''}`
}

/** What a server listens on, as programs of its machine call it: an address that means every network is of no use to them. */
export function nameHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
