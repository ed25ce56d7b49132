import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Disk } from './disk.ts'
import { createImageFiles, type ImageFiles } from './image-files.ts'

let folder: string
let files: ImageFiles
const flat = { image_name: '0f8c.png', image_subfolder: '' }
const deep = { image_name: '1a2b.png', image_subfolder: '2026/08/19' }
const content = { png: Buffer.from('a whole picture'), thumbnail: Buffer.from('a small one') }
const rowIsStored = async () => 'stored'

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'bottega images é '))
  files = createImageFiles(folder)
})

afterEach(async () => {
  await fs.rm(folder, { recursive: true })
})

async function listFiles(): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

function refuse(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(`${code}: refused`), { code }))
}

test('both files are in place before the row is stored, and nothing else is left', async () => {
  const answer = await files.store(flat, content, async () => {
    expect(await fs.readFile(join(folder, '0f8c.png'))).toEqual(content.png)
    expect(await fs.readFile(join(folder, 'thumbnails/0f8c.webp'))).toEqual(content.thumbnail)
    return 'stored'
  })
  expect(answer).toBe('stored')
  await files.store(deep, content, rowIsStored)
  expect(await listFiles()).toEqual([
    '0f8c.png',
    '2026/08/19/1a2b.png',
    'thumbnails/0f8c.webp',
    'thumbnails/2026/08/19/1a2b.webp',
  ])
})

test('nothing is left when the row cannot be stored, and its fault is passed on', async () => {
  const storing = files.store(flat, content, async () => {
    throw new Error('no row')
  })
  await expect(storing).rejects.toThrow('no row')
  expect(await listFiles()).toEqual([])
})

test.each(['ENOSPC', 'EDQUOT'])(
  'nothing is left on a full disk (%s), whichever file does not fit, and no row is stored',
  async (code) => {
    for (const fails of [0, 1]) {
      let opened = 0
      const disk: Disk = {
        ...fs,
        async open(...args) {
          const handle = await fs.open(...args)
          if (opened++ === fails) handle.writeFile = refuse(code)
          return handle
        },
      }
      const storing = createImageFiles(folder, disk).store(flat, content, () => expect.fail('a row was stored'))
      await expect(storing).rejects.toMatchObject({ code: 'disk_full', message: expect.stringContaining(folder) })
      expect(await listFiles()).toEqual([])
    }
  },
)

test('never replaces a file', async () => {
  await files.store(flat, content, rowIsStored)
  const again = files.store(flat, { png: Buffer.from('x'), thumbnail: Buffer.from('y') }, rowIsStored)
  await expect(again).rejects.toMatchObject({ code: 'write_failed', message: expect.stringContaining('0f8c.png') })
  expect(await fs.readFile(join(folder, '0f8c.png'))).toEqual(content.png)
  expect(await listFiles()).toHaveLength(2)
})

test('a folder that somebody takes away is made again', async () => {
  await files.store(flat, content, rowIsStored)
  for (const name of ['thumbnails', '.unfinished']) await fs.rm(join(folder, name), { recursive: true })
  await files.store({ ...flat, image_name: '2c3d.png' }, content, rowIsStored)
  expect(await listFiles()).toEqual(['0f8c.png', '2c3d.png', 'thumbnails/2c3d.webp'])
})

test('stores on disks without hard links too', async () => {
  await createImageFiles(folder, { ...fs, link: refuse('EPERM') }).store(flat, content, rowIsStored)
  expect(await listFiles()).toEqual(['0f8c.png', 'thumbnails/0f8c.webp'])
})

type Moment = (act: 'open' | 'link' | 'unlink', path: string) => boolean

/** Leaves the folder as a server does that dies at the first touch of the disk that `when` picks; tells whether the row was stored. */
async function dieAt(when: Moment, place: typeof flat): Promise<boolean> {
  let die = () => {}
  const death = new Promise<void>((resolve) => {
    die = resolve
  })
  let isStored = false
  const touch = <T>(act: Parameters<Moment>[0], path: unknown, run: () => Promise<T>): Promise<T> => {
    if (!when(act, String(path))) return run()
    die()
    return new Promise<never>(() => {})
  }
  const disk: Disk = {
    ...fs,
    open: (path, ...rest) => touch('open', path, () => fs.open(path, ...rest)),
    link: (from, to) => touch('link', to, () => fs.link(from, to)),
    unlink: (path) => touch('unlink', path, () => fs.unlink(path)),
  }
  void createImageFiles(folder, disk).store(place, content, async () => {
    isStored = true
  })
  await death
  return isStored
}

test.each([
  ['before the first file is begun', (act) => act === 'open'],
  ['before the picture has its name', (act) => act === 'link'],
  ['before the thumbnail has its name', (act, path) => act === 'link' && path.endsWith('.webp')],
  ['after the row is stored', (act) => act === 'unlink'],
] satisfies [string, Moment][])('a start finishes what a server left that died %s', async (_, when) => {
  for (const place of [flat, deep]) {
    const isStored = await dieAt(when, place)
    await files.finishUnfinished(async (names) => (isStored ? [] : names))
    const left = await listFiles()
    if (isStored) expect(left.filter((path) => path.includes(place.image_name.slice(0, 4)))).toHaveLength(2)
    else expect(left).toEqual([])
  }
  expect(await fs.readdir(join(folder, '.unfinished')).catch(() => [])).toEqual([])
})

test('a start gives files their names again that a loss of power took, where their row is stored', async () => {
  for (const place of [flat, deep]) {
    expect(await dieAt((act) => act === 'unlink', place)).toBe(true)
    await fs.rm(join(folder, place.image_subfolder, place.image_name))
  }
  await fs.rm(join(folder, '2026'), { recursive: true })
  await files.finishUnfinished(async () => [])
  for (const place of [flat, deep]) {
    expect(await fs.readFile(join(folder, place.image_subfolder, place.image_name))).toEqual(content.png)
  }
  expect(await listFiles()).toHaveLength(4)
})

test('a start leaves all other files alone, and needs no folder to be there', async () => {
  await createImageFiles(join(folder, 'none')).finishUnfinished(() => expect.fail('nothing was left'))
  await files.store(flat, content, rowIsStored)
  await fs.writeFile(join(folder, 'holiday.png'), '')
  await files.finishUnfinished(async (names) => names)
  expect(await listFiles()).toEqual(['0f8c.png', 'holiday.png', 'thumbnails/0f8c.webp'])
})

test('a file is read whole or in a range, with a tag that another content does not bear', async () => {
  await files.store(flat, content, rowIsStored)
  await files.store(deep, { ...content, png: Buffer.from('another') }, rowIsStored)
  const full = await files.open(flat, 'full')
  expect(full?.sizeBytes).toBe(15)
  expect(full?.etag).toMatch(/^"[\w-]+"$/)
  expect(full && (await buffer(full.stream())).toString()).toBe('a whole picture')
  const part = await files.open(flat, 'full')
  expect(part && (await buffer(part.stream({ start: 2, end: 6 }))).toString()).toBe('whole')
  const thumbnail = await files.open(deep, 'thumbnail')
  const other = await files.open(deep, 'full')
  expect(thumbnail && (await buffer(thumbnail.stream())).toString()).toBe('a small one')
  expect(other?.etag).not.toBe(full?.etag)
  await other?.close()
})

test('a deleted file is gone at once, but comes to its end where it is being read', async () => {
  const large = { ...content, png: Buffer.alloc(3_000_000, 7) }
  await files.store(flat, large, rowIsStored)
  const reading = await files.open(flat, 'full')
  await files.delete([flat, deep])
  expect(await files.open(flat, 'full')).toBeUndefined()
  expect(await files.open(flat, 'thumbnail')).toBeUndefined()
  expect(reading && (await buffer(reading.stream())).length).toBe(3_000_000)
})

test('what cannot be deleted is told, and the rest is deleted all the same', async () => {
  await files.store(flat, content, rowIsStored)
  await files.store(deep, content, rowIsStored)
  const unlink = (path: Parameters<Disk['unlink']>[0]) => (String(path).includes('0f8c') ? refuse('EACCES')() : fs.unlink(path))
  const deleting = createImageFiles(folder, { ...fs, unlink }).delete([flat, deep])
  await expect(deleting).rejects.toMatchObject({ code: 'write_failed', message: expect.stringContaining('2 files') })
  expect(await listFiles()).toEqual(['0f8c.png', 'thumbnails/0f8c.webp'])
})

test.each([
  { image_name: '../secrets/jwt.png', image_subfolder: '' },
  { image_name: 'a.png', image_subfolder: '../..' },
  { image_name: 'a.png', image_subfolder: '/etc' },
  { image_name: 'a.png', image_subfolder: 'x/../..' },
  { image_name: '.png', image_subfolder: '' },
  { image_name: 'a.webp', image_subfolder: '' },
  { image_name: 'a\0.png', image_subfolder: '' },
])('a place that leads elsewhere is refused: %o', async (place) => {
  expect(() => files.open(place, 'full')).toThrow(RangeError)
  await expect(files.store(place, content, () => expect.fail('a row was stored'))).rejects.toThrow(RangeError)
})
