import { extname } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Content types of what builds of the page hold. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** A page runs and shows what this server sends, and talks to this server only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  // the page names its own address, for relative ones
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** First parts of paths whose unknown addresses are answered in JSON. */
const NO_PAGES: ReadonlySet<string | undefined> = new Set(['api', 'ws', 'health', 'openapi.json'])

/** Files of the built page. */
export interface PageFiles {
  /** Paths below its folder. */
  readonly names: readonly string[]
  read(name: string): Promise<Buffer>
}

/** The pages of the server, ready to be sent. */
export interface Pages {
  /** Sends one, such as `index.html`; with headers that are not those of every page. */
  send(name: string, reply: FastifyReply, headers?: Readonly<Record<string, string>>): Promise<FastifyReply>
}

/**
 * Mounts every file of the built page at its own address; there is no other way to a file. Those in `assets/` are named by their
 * content and kept for ever.
 *
 * @param basePath  below which a browser sees the server, such as `/studio`; empty for none
 */
export function mountPageFiles(server: FastifyInstance, files: PageFiles, basePath: string): Pages {
  for (const name of files.names.filter((one) => extname(one) !== '.html')) {
    const type = TYPES[extname(name)]
    if (type === undefined) throw new Error(`the page has a file of no known type: ${name}`)
    const caching = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    server.route({
      method: ['GET', 'HEAD'],
      url: `/${name}`,
      handler: async (_request, reply) =>
        reply.headers({ 'Content-Type': type, 'Cache-Control': caching }).send(await files.read(name)),
    })
  }
  const base = `<base href="${escapeAttribute(basePath)}/">`
  return {
    async send(name, reply, headers = {}) {
      const html = (await files.read(name)).toString().replace('<base href="/">', () => base)
      return reply
        .headers({
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-cache',
          'Content-Security-Policy': POLICY,
          // with `no-referrer` browsers may call the origin of the page's own requests `null`
          'Referrer-Policy': 'same-origin',
          ...headers,
        })
        .send(html)
    },
  }
}

/** Whether a request that no route takes asks for a place inside the page: an address without a file ending, by a browser. */
export function isPageAddress({ method, url, headers }: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const parts = readPath(url)
  if (parts === undefined || NO_PAGES.has(parts[1]) || parts.some(isTrick)) return false
  return !parts.at(-1)?.includes('.') && /\btext\/html\b/.test(headers.accept ?? '')
}

function readPath(url: string): string[] | undefined {
  try {
    return decodeURIComponent(url.replace(/\?.*/s, '')).split('/')
  } catch {
    // no text at all
    return undefined
  }
}

function isTrick(part: string): boolean {
  return part === '..' || part === '.' || /[\p{Cc}\\]/u.test(part)
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

/** Mounts the page of those who follow a public link. What it shows, it asks for by itself; it is for no engine, and tells nobody of the link. */
export function mountLinkPage(server: FastifyInstance, pages: Pages): void {
  const headers = { 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' }
  server.route({
    method: ['GET', 'HEAD'],
    url: '/link/:token',
    handler: (_request, reply) => pages.send('link.html', reply, headers),
  })
}
