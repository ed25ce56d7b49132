import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { findProjectRoot } from './project-root.ts'

test('finds the clone above a module, not the package that the module belongs to', () => {
  expect(existsSync(join(findProjectRoot(import.meta.url), 'package-lock.json'))).toBe(true)
})

test('says so when a module lies in no clone', () => {
  expect(() => findProjectRoot(pathToFileURL(join(tmpdir(), 'x', 'y.js')).href)).toThrow('outside a clone')
})
