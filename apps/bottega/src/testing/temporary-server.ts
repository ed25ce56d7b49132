import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SettingKey } from '@bottega/contracts'
import type { EventBus } from '../events/bus.ts'
import { startServer } from '../main.ts'
import type { Server } from '../services/server/server.ts'

/** A server of its own on a root of its own, for a test. */
export interface TemporaryServer {
  readonly url: string
  readonly root: string
  readonly app: Server
  readonly events: Pick<EventBus, 'subscribe'>
  /** Lines of its log. */
  readonly log: readonly string[]
  /** Asks it; `json` becomes the body. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
  /** Closes it and removes the root. */
  close(): Promise<void>
}

/** What goes along with a request. */
export interface RequestOptions {
  readonly json?: unknown
  readonly body?: string | FormData
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer, read whole; `json` is undefined when it is none. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  readonly json: never
}

/**
 * Starts the real server in this process on a free port.
 *
 * @param dist  folder of the build, whose reader threads and workers it uses
 */
export async function startTemporaryServer(
  dist: string,
  { settings = '', flags = {} }: { readonly settings?: string; readonly flags?: Partial<Record<SettingKey, unknown>> } = {},
): Promise<TemporaryServer> {
  const root = await mkdtemp(join(tmpdir(), 'bottega server é '))
  await writeFile(join(root, 'bottega.yaml'), settings)
  const log: string[] = []
  const build = pathToFileURL(`${dist}/`)
  const server = await startServer({
    rootPath: root,
    flags: { port: 0, ...flags },
    writeLog: (line) => log.push(line),
    build,
  }).catch(async (error) => {
    await rm(root, { recursive: true })
    throw error
  })
  return {
    url: server.url,
    root,
    app: server.app,
    events: server.events,
    log,
    request: createRequest(server.url),
    async close() {
      await server.close()
      await rm(root, { recursive: true })
    },
  }
}

/** Asks a server; `json` becomes the body. */
export function createRequest(url: string): TemporaryServer['request'] {
  return async (method, path, { json, body, headers } = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') && bytes.length > 0
    // tests look at answers as they come
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      json: (isJson ? JSON.parse(bytes.toString()) : undefined) as never,
    }
  }
}
