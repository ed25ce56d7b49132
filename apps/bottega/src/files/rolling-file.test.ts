import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRollingFile } from './rolling-file.ts'

let folder: string

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'bottega log é '))
})
afterEach(() => fs.rm(folder, { recursive: true }))

const refuse = (error: unknown) => {
  throw error
}
const read = (name = 'bottega.log') => fs.readFile(join(folder, name), 'utf8')

test('lines go behind those that are there, for the owner alone', async () => {
  for (const lines of [['one', 'two'], ['three']]) {
    const file = openRollingFile(folder, { name: 'bottega', kept: 3, onFault: refuse })
    for (const line of lines) file.write(line)
    await file.close()
  }
  expect(await read()).toBe('one\ntwo\nthree\n')
  expect((await fs.stat(join(folder, 'bottega.log'))).mode & 0o777).toBe(0o600)
})

test('a large file is begun anew, and so many older ones stay', async () => {
  for (let number = 1; number <= 6; number++) {
    const file = openRollingFile(folder, { name: 'bottega', kept: 2, maxBytes: 5, onFault: refuse })
    file.write(`line ${number}`)
    await file.close()
  }
  const names = (await fs.readdir(folder)).sort()
  expect(names.length).toBe(3)
  expect(await Promise.all(names.map(read))).toEqual(['line 4\n', 'line 5\n', 'line 6\n'])
})

test('a day later the file is begun anew', async () => {
  const file = openRollingFile(folder, { name: 'bottega', kept: 2, onFault: refuse })
  file.write('yesterday')
  await file.close()
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000)
  await fs.utimes(join(folder, 'bottega.log'), yesterday, yesterday)
  const next = openRollingFile(folder, { name: 'bottega', kept: 2, onFault: refuse })
  next.write('today')
  await next.close()
  expect([await read(), (await fs.readdir(folder)).length]).toEqual(['today\n', 2])
})

test('a full disk costs lines, is told once, and is said in the file when there is room again', async () => {
  const faults: unknown[] = []
  let isFull = true
  const open: typeof fs.open = (path, flags, mode) => fs.open(isFull ? '/dev/full' : path, flags, mode)
  const disk = { open, rename: fs.rename, unlink: fs.unlink }
  const file = openRollingFile(folder, { name: 'bottega', kept: 2, disk, onFault: (fault) => faults.push(fault) })
  for (const line of ['a', 'b']) {
    file.write(line)
    await file.close()
  }
  isFull = false
  file.write('c')
  await file.close()
  expect(faults).toEqual([expect.objectContaining({ code: 'ENOSPC' })])
  expect(await read()).toBe('2 lines before this one are lost: the disk did not take them.\nc\n')
})
