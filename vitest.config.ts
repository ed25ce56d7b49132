// How the tests run: all of them from their sources; the tests of the program and of the tools also start the build as processes.
import { defineConfig } from 'vitest/config'

// a busy machine takes longer for what is waited for
const shared = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } }

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'packages', include: ['packages/*/src/**/*.test.ts'] } },
      { test: { ...shared, name: 'tools', include: ['tools/**/*.test.ts'], globalSetup: ['tools/test-setup.ts'] } },
      { test: { ...shared, name: 'program', include: ['apps/*/src/**/*.test.ts'], globalSetup: ['tools/test-setup.ts'] } },
    ],
  },
})
