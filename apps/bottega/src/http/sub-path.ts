import type { IncomingMessage, Server } from 'node:http'

/**
 * Takes the sub-path away from every address before anybody else looks at it, so that the server is found behind a proxy that
 * passes its sub-path on and behind one that does not. Called when all other listeners of the server are in place.
 *
 * @param base  such as `/studio`; null for none
 */
export function stripSubPath(server: Server, base: string | null): void {
  if (base === null) return
  const strip = (request: IncomingMessage) => {
    request.url = withoutBase(request.url ?? '/', base)
  }
  server.prependListener('request', strip)
  server.prependListener('upgrade', strip)
}

function withoutBase(url: string, base: string): string {
  if (!url.startsWith(base)) return url
  const rest = url.slice(base.length)
  if (rest === '' || rest.startsWith('?')) return `/${rest}`
  return rest.startsWith('/') ? rest : url
}
