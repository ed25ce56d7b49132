// Global setup of the tests: builds what they start as processes of its own, and tells them where it lies.
import type { TestProject } from 'vitest/node'
import { prepare } from './prepare.mjs'

/** Called by vitest once before the tests of a project that names this file. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('dist', await prepare())
}
