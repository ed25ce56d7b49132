import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createFiles } from '../../files/files.ts'
import { rootPaths } from '../../files/root.ts'
import { writeServerInfo } from '../../files/server-info.ts'
import { findPageAddress } from './page-address.ts'
import { openSettings } from './settings.ts'

test.each([
  ['port: 7', undefined, 'http://127.0.0.1:7'],
  ['port: 7\nhost: "::"\nbase_url: /studio', undefined, 'http://localhost:7/studio'],
  ['port: 7\nbase_url: /studio', 'http://127.0.0.1:8/studio', 'http://127.0.0.1:8/studio'],
  ['public_url: https://studio.example.com/', 'http://127.0.0.1:8', 'https://studio.example.com'],
])('%j with a server at %s is reached at %s', async (yaml, url, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'bottega address é '))
  onTestFinished(() => rm(folder, { recursive: true }))
  const root = rootPaths(folder)
  await writeFile(root.settings, yaml)
  const files = createFiles()
  if (url !== undefined) await writeServerInfo(files, root.serverInfo, { url, pid: process.pid, started_at: '' })
  expect(await findPageAddress({ root, settings: await openSettings(root.settings, files, {}) })).toBe(expected)
})
