import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Disk } from './disk.ts'
import { createFiles } from './files.ts'

let folder: string
const bytes = new TextEncoder().encode('a whole picture')
const nameFox = (attempt: number) => (attempt === 1 ? 'fox.png' : `fox-${attempt}.png`)

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'bottega files é '))
})

afterEach(async () => {
  await fs.rm(folder, { recursive: true })
})

function refuse(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(`${code}: refused`), { code }))
}

/** A disk on which opened files take no bytes. */
function fullDisk(code: string): Disk {
  return {
    ...fs,
    async open(...args) {
      const handle = await fs.open(...args)
      handle.writeFile = refuse(code)
      return handle
    },
  }
}

describe('a new file', () => {
  test('is written whole under its first free name, and nothing else is left in the folder', async () => {
    const files = createFiles()
    const first = await files.writeNew(folder, nameFox, bytes)
    const second = await files.writeNew(folder, nameFox, bytes)
    expect([first, second]).toEqual([join(folder, 'fox.png'), join(folder, 'fox-2.png')])
    expect(await fs.readFile(second)).toEqual(Buffer.from(bytes))
    expect((await fs.readdir(folder)).sort()).toEqual(['fox-2.png', 'fox.png'])
  })

  test('never replaces a file, a folder or a dead link of its name', async () => {
    await fs.writeFile(join(folder, 'fox.png'), 'mine')
    await fs.mkdir(join(folder, 'fox-2.png'))
    await fs.symlink(join(folder, 'nowhere'), join(folder, 'fox-3.png'))
    expect(await createFiles().writeNew(folder, nameFox, bytes)).toBe(join(folder, 'fox-4.png'))
    expect(await fs.readFile(join(folder, 'fox.png'), 'utf8')).toBe('mine')
  })

  test('goes to different names when many write at once', async () => {
    const files = createFiles()
    const paths = await Promise.all(Array.from({ length: 20 }, () => files.writeNew(folder, nameFox, bytes)))
    expect(new Set(paths).size).toBe(20)
    expect(await fs.readdir(folder)).toHaveLength(20)
  })

  test('appears whole on a disk without hard links too, and never over another', async () => {
    const files = createFiles({ ...fs, link: refuse('EPERM') })
    await fs.writeFile(join(folder, 'fox.png'), 'mine')
    expect(await files.writeNew(folder, nameFox, bytes)).toBe(join(folder, 'fox-2.png'))
    expect(await fs.readFile(join(folder, 'fox-2.png'))).toEqual(Buffer.from(bytes))
    expect((await fs.readdir(folder)).sort()).toEqual(['fox-2.png', 'fox.png'])
  })

  test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])(
    'leaves nothing behind on a full disk (%s), and the message says what to do',
    async (code) => {
      const write = createFiles(fullDisk(code)).writeNew(folder, nameFox, bytes)
      await expect(write).rejects.toMatchObject({ code: 'disk_full', message: expect.stringContaining('Free some') })
      await expect(write).rejects.toThrow(folder)
      expect(await fs.readdir(folder)).toEqual([])
    },
  )

  test('leaves nothing behind when it cannot get its name', async () => {
    const files = createFiles({ ...fs, link: refuse('EIO') })
    await expect(files.writeNew(folder, nameFox, bytes)).rejects.toMatchObject({ code: 'write_failed' })
    expect(await fs.readdir(folder)).toEqual([])
  })
})

describe('a folder', () => {
  test('is made with those above it', async () => {
    const deep = join(folder, 'à la carte', 'b c', 'd')
    await createFiles().prepareFolder(deep)
    expect(await fs.readdir(deep)).toEqual([])
  })

  test('that was made is told, and goes again while it is empty', async () => {
    const files = createFiles()
    const [above, deep] = [join(folder, 'a'), join(folder, 'a', 'b')]
    const made = await files.prepareFolder(deep)
    expect(made).toEqual([deep, above])
    expect(await files.prepareFolder(deep)).toEqual([])
    await fs.writeFile(join(above, 'fox.png'), '')
    await files.removeEmpty(made)
    expect(await fs.readdir(folder, { recursive: true })).toEqual(['a', join('a', 'fox.png')])
  })

  test('that cannot be written to is not left behind', async () => {
    await expect(createFiles(fullDisk('ENOSPC')).prepareFolder(join(folder, 'a', 'b'))).rejects.toMatchObject({
      code: 'disk_full',
    })
    expect(await fs.readdir(folder)).toEqual([])
  })

  test('is refused when it may not be written to', async () => {
    const files = createFiles({ ...fs, open: refuse('EACCES') })
    await expect(files.prepareFolder(folder)).rejects.toMatchObject({
      code: 'folder_unwritable',
      message: expect.stringContaining(folder),
    })
  })

  test('is refused when a file is in its place or above it', async () => {
    const file = join(folder, 'file')
    await fs.writeFile(file, '')
    for (const path of [file, join(file, 'below')]) {
      await expect(createFiles().prepareFolder(path)).rejects.toMatchObject({ code: 'folder_unwritable' })
    }
  })

  test('loses what killed processes left in it long ago, and nothing else', async () => {
    // no process has so high a number
    const old = join(folder, '.bottega-4194999-0123456789ab.part')
    const fresh = join(folder, '.bottega-4194999-0123456789ac.part')
    const own = join(folder, `.bottega-${process.pid}-0123456789ab.part`)
    const foreign = join(folder, 'holiday.part')
    for (const path of [old, fresh, own, foreign]) await fs.writeFile(path, '')
    for (const path of [old, own, foreign]) await fs.utimes(path, 0, 0)
    await createFiles().prepareFolder(folder)
    const left = [fresh, own, foreign].map((path) => path.slice(folder.length + 1))
    expect((await fs.readdir(folder)).sort()).toEqual(left.sort())
  })
})

describe('a replaced file', () => {
  test('shows the latest bytes, also behind a link', async () => {
    const files = createFiles()
    const path = join(folder, 'now.jpg')
    await files.replace(path, new Uint8Array(9))
    await fs.symlink(path, join(folder, 'link.jpg'))
    await files.replace(join(folder, 'link.jpg'), bytes)
    expect(await fs.readFile(path)).toEqual(Buffer.from(bytes))
    expect((await fs.readdir(folder)).sort()).toEqual(['link.jpg', 'now.jpg'])
  })

  test('stays closed to others when the old one was', async () => {
    const path = join(folder, 'bottega.yaml')
    await fs.writeFile(path, 'old', { mode: 0o600 })
    await createFiles().replace(path, bytes)
    expect((await fs.stat(path)).mode & 0o777).toBe(0o600)
  })

  test('is refused in place of a folder, which stays', async () => {
    await fs.mkdir(join(folder, 'now.jpg'))
    await expect(createFiles().replace(join(folder, 'now.jpg'), bytes)).rejects.toMatchObject({ code: 'file_unsuitable' })
    expect(await fs.readdir(folder)).toEqual(['now.jpg'])
  })

  test.skipIf(process.platform !== 'linux')('is refused in place of a device', async () => {
    await expect(createFiles().replace('/dev/full', bytes)).rejects.toMatchObject({ code: 'file_unsuitable' })
  })

  test('keeps the old bytes when the disk is full', async () => {
    const path = join(folder, 'now.jpg')
    await fs.writeFile(path, 'old')
    await expect(createFiles(fullDisk('ENOSPC')).replace(path, bytes)).rejects.toMatchObject({ code: 'disk_full' })
    expect(await fs.readFile(path, 'utf8')).toBe('old')
    expect(await fs.readdir(folder)).toEqual(['now.jpg'])
  })
})

describe('a file that a person named', () => {
  test('is read whole', async () => {
    await fs.writeFile(join(folder, 'in.png'), bytes)
    expect(await createFiles().read(join(folder, 'in.png'), 100)).toEqual(Buffer.from(bytes))
  })

  test('is refused with its name when it is not there, too large, or no file', async () => {
    const files = createFiles()
    const missing = join(folder, 'missing.png')
    await expect(files.read(missing, 100)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining(missing),
    })
    await fs.writeFile(join(folder, 'in.png'), bytes)
    await expect(files.read(join(folder, 'in.png'), 3)).rejects.toMatchObject({ code: 'file_unsuitable' })
    await expect(files.read(folder, 100)).rejects.toMatchObject({ code: 'file_unsuitable' })
  })
})
