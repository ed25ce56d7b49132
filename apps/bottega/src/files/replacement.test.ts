import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { changeAct } from '../testing/change-act.ts'
import { refuseUnfinishedReplacement, replaceContents } from './replacement.ts'

let root: string
let staged: string

beforeEach(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'bottega root é '))
  staged = join(root, '.staged')
  await fs.mkdir(join(staged, 'b'), { recursive: true })
  await fs.writeFile(join(staged, 'a'), 'new')
  await fs.writeFile(join(staged, 'b', 'c'), 'new')
  await fs.writeFile(join(root, 'a'), 'old')
})
afterEach(() => fs.rm(root, { recursive: true }))

test('what is replaced is set aside, and what comes anew is there', async () => {
  await fs.writeFile(join(root, 'd'), 'old')
  await replaceContents({ root, staged, aside: 'aside', from: '/backup' }, ['a', 'b', 'd'])
  expect((await fs.readdir(root)).sort()).toEqual(['.staged', 'a', 'aside', 'b'])
  expect(await fs.readFile(join(root, 'a'), 'utf8')).toBe('new')
  expect(await fs.readFile(join(root, 'b', 'c'), 'utf8')).toBe('new')
  expect(await fs.readFile(join(root, 'aside', 'a'), 'utf8')).toBe('old')
  expect(await fs.readFile(join(root, 'aside', 'd'), 'utf8')).toBe('old')
  await refuseUnfinishedReplacement(root)
})

test('a note that finds no room is none, and the root is as it was', async () => {
  onTestFinished(
    changeAct('open', (open) => async (...args) => {
      const handle = await open(...args)
      handle.writeFile = async () => {
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      }
      return handle
    }),
  )
  await expect(replaceContents({ root, staged, aside: 'aside', from: '/backup' }, ['a'])).rejects.toThrow('no space left')
  expect((await fs.readdir(root)).sort()).toEqual(['.staged', 'a'])
  await refuseUnfinishedReplacement(root)
})

test('a fault in between puts everything back', async () => {
  // a file where a folder would have to be made
  await fs.writeFile(join(root, 'e'), 'in the way')
  await fs.mkdir(join(staged, 'e'))
  await fs.writeFile(join(staged, 'e', 'f'), 'new')
  await expect(replaceContents({ root, staged, aside: 'aside', from: '/backup' }, ['a', 'b', 'e/f'])).rejects.toThrow()
  expect((await fs.readdir(root)).sort()).toEqual(['.staged', 'a', 'e'])
  expect(await fs.readFile(join(root, 'a'), 'utf8')).toBe('old')
  await refuseUnfinishedReplacement(root)
})
