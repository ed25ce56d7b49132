import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { MAX_ENTRY_BYTES, weighEntry } from './page-weight.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega weight '))
})
afterAll(() => rm(folder, { recursive: true }))

test('the page loads little before its first screen', async () => {
  const { files, gzipBytes } = await weighEntry(join(inject('dist'), 'web'))
  expect(gzipBytes, `${files.join(', ')} are too much: load what the first screen does not need when it is needed`).toBeLessThan(
    MAX_ENTRY_BYTES,
  )
  // a page that has lost its scripts would weigh nothing
  expect(gzipBytes).toBeGreaterThan(10_000)
})

test('what is imported at the top counts, once, and what is imported later does not', async () => {
  const scripts: Readonly<Record<string, string>> = {
    'main.js': "import './a.js'\nimport { b } from './b.js'\nimport('./late.js').then(() => console.log(b))",
    'a.js': "export * from './b.js'",
    'b.js': 'export const b = 1',
    'late.js': "import './later.js'",
    'later.js': '',
    'ahead.js': 'console.log(2)',
  }
  await mkdir(join(folder, 'assets'))
  for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, 'assets', name), text)
  const html = '<link rel="modulepreload" crossorigin href="assets/ahead.js"><script type="module" src="assets/main.js"></script>'
  await writeFile(join(folder, 'index.html'), html)
  const files = ['a.js', 'ahead.js', 'b.js', 'main.js']
  expect(await weighEntry(folder)).toEqual({
    files: files.map((name) => `assets/${name}`),
    gzipBytes: files.reduce((sum, name) => sum + gzipSync(scripts[name] ?? '').length, 0),
  })
})
