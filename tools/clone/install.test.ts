import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInstalled } from './install.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bottega-install-'))
  mkdirSync(join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true }))

const here = { optional: true, os: [process.platform], cpu: [process.arch] }
const elsewhere = { optional: true, os: ['plan9'], cpu: ['mips'] }

function ask(lock: object): void {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'packages/engine': {}, ...lock } }))
}

function have(packages: object): void {
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))
}

test('nothing is installed in a fresh clone', () => {
  ask({ 'node_modules/zod': { version: '4.0.0' } })
  expect(isInstalled(root)).toBe(false)
})

test("a user's own npm ci counts, packages for other platforms missing", () => {
  ask({ 'node_modules/zod': { version: '4.0.0' }, 'node_modules/x-elsewhere': { version: '1.0.0', ...elsewhere } })
  have({ 'node_modules/zod': { version: '4.0.0' } })
  expect(isInstalled(root)).toBe(true)
})

test('a missing package, another version, or a missing package for this platform ask for an installation', () => {
  ask({ 'node_modules/zod': { version: '4.0.0' }, 'node_modules/x-here': { version: '1.0.0', ...here } })
  have({ 'node_modules/x-here': { version: '1.0.0' } })
  expect(isInstalled(root)).toBe(false)
  have({ 'node_modules/zod': { version: '3.0.0' }, 'node_modules/x-here': { version: '1.0.0' } })
  expect(isInstalled(root)).toBe(false)
  have({ 'node_modules/zod': { version: '4.0.0' } })
  expect(isInstalled(root)).toBe(false)
})

test.each(['', '{"pack', 'null'])('a list of packages that a power cut left as %j counts as none', (text) => {
  ask({})
  writeFileSync(join(root, 'node_modules/.package-lock.json'), text)
  expect(isInstalled(root)).toBe(false)
})

test('the stamp answers until the lock file changes', () => {
  ask({ 'node_modules/zod': { version: '4.0.0' } })
  have({ 'node_modules/zod': { version: '4.0.0' } })
  expect(isInstalled(root)).toBe(true)
  have({})
  expect(isInstalled(root)).toBe(true)
  ask({ 'node_modules/zod': { version: '4.0.1' } })
  expect(isInstalled(root)).toBe(false)
})
