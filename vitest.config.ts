// How the tests run: packages and tools from their sources; the program's tests also start the build as processes.
import { defineConfig } from 'vitest/config'

const shared = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'packages', include: ['packages/*/src/**/*.test.ts'] } },
      { test: { ...shared, name: 'tools', include: ['tools/**/*.test.ts'] } },
      { test: { ...shared, name: 'program', include: ['apps/*/src/**/*.test.ts'], globalSetup: ['tools/test-setup.ts'] } },
    ],
  },
})
