import { rootPaths } from '../../files/root.ts'
import { findServer, identifyServer, type ServerInfo } from '../../files/server-info.ts'
import { IDENTITY_HEADER } from '../server/readiness.ts'

/** How long a server may take to say who it is. */
const ANSWER_WITHIN_MS = 5000

/**
 * The server that runs on a root; undefined when there is none: no note, a note that a dead one left, nobody who answers there, or
 * somebody who is not the one that wrote the note.
 *
 * @param rootPath  absolute
 */
export async function findRunningServer(rootPath: string): Promise<ServerInfo | undefined> {
  const info = await findServer(rootPaths(rootPath).serverInfo)
  return info !== undefined && (await isItself(info)) ? info : undefined
}

/** Whether the one who wrote the note answers. */
async function isItself(info: ServerInfo): Promise<boolean> {
  try {
    const answer = await fetch(`${info.url}/health/live`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' })
    await answer.arrayBuffer()
    return answer.headers.get(IDENTITY_HEADER) === identifyServer(info)
  } catch {
    // whatever hinders it, there is no server to work with
    return false
  }
}
