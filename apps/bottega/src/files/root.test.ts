import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCoverFiles } from './cover-files.ts'
import { createFiles } from './files.ts'
import { prepareRoot, rootPaths } from './root.ts'
import { findServer, removeServerInfo, writeServerInfo } from './server-info.ts'

let folder: string
const files = createFiles()
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
const own = { url: 'http://127.0.0.1:9090', pid: process.pid, started_at: '2026-08-19T01:13:04.000Z' }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega root é '))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

test('a root has all its folders, which only its owner changes, and of which others see the models alone', async () => {
  const before = process.umask(0)
  const root = join(folder, 'new root', 'deep')
  const paths = await prepareRoot(root).finally(() => process.umask(before))
  for (const [name, path] of Object.entries(paths)) {
    if (['settings', 'serverInfo', 'signingKey', 'setupCode'].includes(name)) continue
    const isOpen = ['root', 'images', 'models', 'modelCovers'].includes(name)
    expect([name, await modeOf(path)]).toEqual([name, isOpen ? '755' : '700'])
  }
  // behind this nobody else sees the images
  expect(await modeOf(join(root, 'outputs'))).toBe('700')
})

test('a folder that somebody has opened to others stays so', async () => {
  const { databases } = await prepareRoot(folder)
  await chmod(databases, 0o750)
  await prepareRoot(folder)
  expect(await modeOf(databases)).toBe('750')
})

test('a root that is there keeps what is in it, and its secrets are closed again', async () => {
  const { secrets } = await prepareRoot(folder)
  await writeFile(join(secrets, 'jwt.key'), 'k')
  await chmod(secrets, 0o777)
  await prepareRoot(folder)
  expect(await modeOf(secrets)).toBe('700')
  expect(await readFile(join(secrets, 'jwt.key'), 'utf8')).toBe('k')
})

test('a root that cannot be made is refused with its name', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(prepareRoot(join(folder, 'file'))).rejects.toMatchObject({
    code: 'folder_unwritable',
    message: expect.stringContaining(folder),
  })
})

test('a running server is found by its note, which only its owner reads', async () => {
  const { serverInfo } = rootPaths(folder)
  expect(await findServer(serverInfo)).toBeUndefined()
  await writeServerInfo(files, serverInfo, { ...own, url: 'http://127.0.0.1:1' })
  await writeServerInfo(files, serverInfo, own)
  expect(await findServer(serverInfo)).toEqual(own)
  expect(await modeOf(serverInfo)).toBe('600')
  await removeServerInfo(serverInfo)
  expect(await findServer(serverInfo)).toBeUndefined()
})

test('the note of a dead server, or one that cannot be read, is none', async () => {
  const { serverInfo } = rootPaths(folder)
  // no process has so high a number
  await writeServerInfo(files, serverInfo, { ...own, pid: 4194999 })
  expect(await findServer(serverInfo)).toBeUndefined()
  for (const text of ['', 'null', '{', '{"url":1}', '[]']) {
    await writeFile(serverInfo, text)
    expect(await findServer(serverInfo)).toBeUndefined()
  }
})

test('a server does not take away the note of another', async () => {
  const { serverInfo } = rootPaths(folder)
  const other = { ...own, pid: process.ppid }
  await writeServerInfo(files, serverInfo, other)
  await removeServerInfo(serverInfo)
  expect(await findServer(serverInfo)).toEqual(other)
})

test('a cover is saved, replaced, read and deleted by the id of its thing', async () => {
  const covers = createCoverFiles(folder, files)
  expect(await covers.open('a-1')).toBeUndefined()
  await covers.save('a-1', Buffer.from('old'))
  await covers.save('a-1', Buffer.from('new one'))
  const cover = await covers.open('a-1')
  expect(cover && (await buffer(cover.stream())).toString()).toBe('new one')
  await covers.delete('a-1')
  await covers.delete('a-1')
  expect(await covers.open('a-1')).toBeUndefined()
  await expect(async () => covers.save('../x', Buffer.from(''))).rejects.toThrow(RangeError)
})
