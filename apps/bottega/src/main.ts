import manifest from '../package.json' with { type: 'json' }
import { createFiles, type Files } from './files/files.ts'
import { findProjectRoot } from './files/project-root.ts'
import { createWorkerHost, type WorkerHost } from './worker/host.ts'

/** Everything that the commands work with, constructed once. */
export interface Application {
  readonly version: string
  /** The clone that the program runs from. */
  readonly projectRoot: string
  readonly files: Files
  readonly worker: WorkerHost
  /** Ends the worker. */
  close(): Promise<void>
}

/** The composition root: constructs the application of this process, in order of dependency. Nothing is forked or loaded yet. */
export function createApplication(): Application {
  const projectRoot = findProjectRoot(import.meta.url)
  const files = createFiles()
  // the build puts all of its files into one folder
  const worker = createWorkerHost({ entry: new URL('./worker.js', import.meta.url) })
  return { version: manifest.version, projectRoot, files, worker, close: () => worker.close() }
}
