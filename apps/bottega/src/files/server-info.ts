import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import type { Files } from './files.ts'
import { isAlive } from './leftovers.ts'

/** How commands find the server that runs on a root. Nothing in it is secret. */
export interface ServerInfo {
  readonly url: string
  readonly pid: number
  /** ISO 8601. */
  readonly started_at: string
}

/**
 * Says where the server of a root listens; only its owner may read it.
 *
 * @param path  `server.json` of the root
 * @throws FileError
 */
export function writeServerInfo(files: Pick<Files, 'replace'>, path: string, info: ServerInfo): Promise<void> {
  return files.replace(path, Buffer.from(`${JSON.stringify(info)}\n`), 0o600)
}

/**
 * What a server says of itself to whoever has read its note, so that neither another root's server nor a stranger on the port is
 * taken for it. Nobody learns anything from it.
 */
export function identifyServer({ url, pid, started_at }: ServerInfo): string {
  return createHash('sha256')
    .update(JSON.stringify([url, pid, started_at]))
    .digest('hex')
    .slice(0, 32)
}

/** The server that runs on a root; undefined when there is none, or only a note that a dead one left. */
export async function findServer(path: string): Promise<ServerInfo | undefined> {
  const info = parseServerInfo(await fs.readFile(path, 'utf8').catch(() => ''))
  return info && isAlive(info.pid) ? info : undefined
}

/** Takes the note away when the server of this process ends. */
export async function removeServerInfo(path: string): Promise<void> {
  const info = parseServerInfo(await fs.readFile(path, 'utf8').catch(() => ''))
  // another server may have begun meanwhile
  if (info?.pid === process.pid) await fs.rm(path, { force: true })
}

function parseServerInfo(text: string): ServerInfo | undefined {
  try {
    const { url, pid, started_at }: Partial<ServerInfo> = JSON.parse(text)
    if (typeof url !== 'string' || typeof pid !== 'number' || typeof started_at !== 'string') return undefined
    return { url, pid, started_at }
  } catch {
    // a note that cannot be read is none
    return undefined
  }
}
