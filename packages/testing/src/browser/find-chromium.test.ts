import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from './find-chromium.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega browser '))
  await writeFile(join(folder, 'chromium'), '')
  await chmod(join(folder, 'chromium'), 0o755)
  await writeFile(join(folder, 'text'), '')
})
afterAll(() => rm(folder, { recursive: true }))

test('the browser that is named is taken, or none', () => {
  expect(findChromium({ PATH: '', CHROMIUM_PATH: join(folder, 'chromium') })).toBe(join(folder, 'chromium'))
  expect(findChromium({ PATH: folder, CHROMIUM_PATH: join(folder, 'text') })).toBeUndefined()
})

test('a browser on the path of programs is found by its usual names', () => {
  expect(findChromium({ PATH: `${join(folder, 'none')}:${folder}` })).toBe(join(folder, 'chromium'))
})
