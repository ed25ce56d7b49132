import 'vitest'

declare module 'vitest' {
  /** What tests ask for with `inject`. */
  export interface ProvidedContext {
    /** Absolute path of the build, dist/<hash>: program.js, worker.js and the other entries. */
    dist: string
  }
}
