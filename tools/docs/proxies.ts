import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { type ClientRequest, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { io } from 'socket.io-client'

/** The name in the pages, for which readers put their own. */
const NAME = 'studio.example.com'

/** How a proxy is run with what a page shows of its configuration. */
interface ProxyKind {
  readonly program: string
  /** The whole configuration; the parts that name the reader's machine name the tried one. */
  readonly complete: (text: string, place: Place) => string
  readonly args: (config: string) => string[]
}

interface Place {
  readonly folder: string
  readonly port: number
}

/** The proxies that pages speak of, by the language of the block. */
export const PROXIES: Readonly<Record<string, ProxyKind>> = {
  nginx: {
    program: 'nginx',
    complete(text, { folder, port }) {
      const server = /^server\b/m.test(text) ? text : `server { listen 443; ${text} }`
      const here = server
        .replace('listen 443', `listen 127.0.0.1:${port}`)
        .replace(/(ssl_certificate) \S+;/, `$1 "${join(folder, 'cert.pem')}";`)
        .replace(/(ssl_certificate_key) \S+;/, `$1 "${join(folder, 'key.pem')}";`)
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path "${folder}/${name}";`,
      )
      return `daemon off; pid "${folder}/pid"; error_log stderr; events {}\nhttp { access_log off; ${temporary.join(' ')}\n${here} }\n`
    },
    args: (config) => ['-e', 'stderr', '-c', config],
  },
  caddy: {
    program: 'caddy',
    complete: (text, { folder, port }) =>
      `{\n  admin off\n  auto_https disable_redirects\n}\n${text.replace(
        `${NAME} {`,
        `${NAME}:${port} {\n    tls "${folder}/cert.pem" "${folder}/key.pem"`,
      )}`,
    args: (config) => ['run', '--adapter', 'caddyfile', '--config', config],
  },
}

/**
 * Puts a proxy in front of a server as a page says, and calls the server through it: by HTTP, with a change from its own page, and by
 * WebSocket.
 *
 * @param folder  one that is there; what the proxy needs is put into a new one below it
 * @throws Error with what the proxy said
 */
export async function tryProxy(kind: ProxyKind, text: string, { folder, port }: Place): Promise<string> {
  const own = join(folder, kind.program)
  await mkdir(own)
  const made = [
    '-keyout',
    join(own, 'key.pem'),
    '-out',
    join(own, 'cert.pem'),
    '-subj',
    `/CN=${NAME}`,
    '-addext',
    `subjectAltName=DNS:${NAME}`,
  ]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...made], { stdio: 'ignore' })
  const config = join(own, 'config')
  await writeFile(config, kind.complete(text, { folder: own, port }))
  const proxy = spawn(kind.program, kind.args(config), { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: own } })
  let said = ''
  for (const stream of [proxy.stdout, proxy.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  const isSecure = !/^location\b/m.test(text.trim()) || /\bssl\b/.test(text)
  const base = /location (\/\S+)\/ /.exec(text)?.[1] ?? ''
  try {
    await waitUntilOpen(proxy, port)
    const version = await ask({ isSecure, port, path: `${base}/api/v1/app/version` })
    if (version.status !== 200) throw new Error(`the version was answered with ${version.status}`)
    const change = await ask({ isSecure, port, path: `${base}/api/v1/auth/login`, method: 'POST' })
    // what is sent is nothing; a change that seems foreign is refused before that is seen
    if (![403, 422].includes(change.status) || /origin/i.test(change.text))
      throw new Error(`a change was refused: ${change.text}`)
    await connect({ isSecure, port, base })
    return said
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : cause}\n${said}`, { cause })
  } finally {
    const ended = proxy.exitCode === null ? once(proxy, 'exit') : undefined
    proxy.kill('SIGTERM')
    await ended
  }
}

interface Asked {
  readonly isSecure: boolean
  readonly port: number
  readonly path: string
  readonly method?: string
}

/** Asks through the proxy as a page of it does. */
async function ask({ isSecure, port, path, method = 'GET' }: Asked): Promise<{ status: number; text: string }> {
  const origin = `${isSecure ? 'https' : 'http'}://${NAME}`
  const headers = { host: NAME, ...(method !== 'GET' && { origin, 'content-type': 'application/json' }) }
  const options = { host: '127.0.0.1', port, path, method, headers, servername: NAME, rejectUnauthorized: false }
  const request: ClientRequest = isSecure ? requestSecure(options) : requestPlain(options)
  request.end(method === 'GET' ? undefined : '{}')
  const [response] = await once(request, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, text }
}

async function waitUntilOpen(proxy: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (proxy.exitCode !== null) throw new Error('the proxy ended')
    const isOpen = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      (error) => error.cause?.code !== 'ECONNREFUSED',
    )
    if (isOpen) return
    await wait(50)
  }
}

/** Opens a socket through the proxy; the server may refuse who is not signed in, but has to be reached. */
async function connect({ isSecure, port, base }: Omit<Asked, 'path'> & { base: string }): Promise<void> {
  const socket = io(`${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`, {
    path: `${base}/ws/socket.io`,
    transports: ['websocket'],
    rejectUnauthorized: false,
    reconnection: false,
    extraHeaders: { host: NAME },
  })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve)
      socket.on('connect_error', (error) => (error.message === 'Authentication required' ? resolve() : reject(error)))
    })
  } finally {
    socket.close()
  }
}
