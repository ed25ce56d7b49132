import { findServer } from '../files/server-info.ts'
import type { App } from './app.ts'

/** The address below which people reach the page of a root, as far as it is known on the server's machine. It ends in no slash. */
export async function findPageAddress({ settings, root }: Pick<App, 'settings' | 'root'>): Promise<string> {
  const { public_url, base_url, host, port, ssl_certfile } = settings.values
  if (public_url !== null) return public_url.replace(/\/+$/, '')
  const server = await findServer(root.serverInfo)
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  const origin = server?.url ?? `${ssl_certfile === null ? 'http' : 'https'}://${name}:${port}`
  return origin.replace(/\/+$/, '') + (base_url ?? '')
}
