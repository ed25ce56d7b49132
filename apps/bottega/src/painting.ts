import manifest from '../package.json' with { type: 'json' }
import { createFiles, type Files } from './files/files.ts'
import { findProjectRoot } from './files/project-root.ts'
import { createWorkerHost, type WorkerHost } from './worker/host.ts'

/** Everything that a command works with which paints by itself, without a root and without a server. */
export interface Painting {
  readonly version: string
  /** The clone that the program runs from. */
  readonly projectRoot: string
  readonly files: Files
  readonly worker: WorkerHost
  /** Ends the worker. */
  close(): Promise<void>
}

/** The composition root of painting; apart from that of the server, whose libraries take a while to load. Nothing is forked yet. */
export function createPainting(): Painting {
  // the build puts all of its files into one folder
  const worker = createWorkerHost({ entry: new URL('./worker.js', import.meta.url) })
  const projectRoot = findProjectRoot(import.meta.url)
  return { version: manifest.version, projectRoot, files: createFiles(), worker, close: () => worker.close() }
}
