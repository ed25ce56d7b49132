// Global setup of the tests: builds what they start as processes of its own, and tells them where it lies.
import type { TestProject } from 'vitest/node'
import { prepare } from './prepare.mjs'

declare module 'vitest' {
  /** What tests ask for with `inject`. */
  export interface ProvidedContext {
    /** Absolute path of the build, dist/<hash>: program.js, worker.js and the other entries. */
    dist: string
  }
}

/** Called by vitest once before the tests of a project that names this file. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('dist', await prepare())
}
