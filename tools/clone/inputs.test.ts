import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashInputs } from './inputs.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bottega-inputs-'))
  write('package.json', '{}')
  write('packages/engine/package.json', '{}')
  write('packages/engine/src/index.ts', 'export const one = 1')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

test('the same sources have the same hash, whenever they were written', () => {
  const before = hashInputs(root)
  utimesSync(join(root, 'packages/engine/src/index.ts'), 1, 1)
  expect(hashInputs(root)).toBe(before)
  expect(before).toMatch(/^[0-9a-f]{16}$/)
})

test.each(['', '{"fingerprint', 'null', '[]'])('a memory that a power cut left as %j counts as none', (text) => {
  const before = hashInputs(root)
  write('dist/inputs.json', text)
  expect(hashInputs(root)).toBe(before)
})

test.each([
  ['packages/engine/src/index.ts', 'export const two = 2'],
  ['packages/engine/src/deep/new.ts', ''],
  ['packages/engine/package.json', '{"version":"2"}'],
  ['apps/bottega/src/program.ts', ''],
  ['apps/web/index.html', ''],
  ['apps/web/src/page.css', ''],
  ['apps/web/public/icon.svg', ''],
  ['package-lock.json', '{}'],
  ['tools/build.mjs', ''],
  ['tools/build-web.mjs', ''],
  ['tools/golden/main.ts', ''],
])('a change of %s changes the hash', (path, content) => {
  const before = hashInputs(root)
  write(path, content)
  expect(hashInputs(root)).not.toBe(before)
})

test.each([
  'packages/engine/src/index.test.ts',
  'packages/engine/README.md',
  'packages/engine/src/notes.md',
  'packages/testing/fixtures/golden/io.safetensors',
  'docs/start.md',
  'packages/engine/assets/vocabulary.br',
])('%s does not change the hash', (path) => {
  const before = hashInputs(root)
  write(path, 'anything')
  expect(hashInputs(root)).toBe(before)
})
