import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { createImage } from '../data/repositories/images.ts'
import { openRootDatabase } from '../data/root-database.ts'
import { createImageFiles } from '../files/image-files.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega commands é '))
})
afterEach(() => rm(root, { recursive: true }))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function bottega(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, BOTTEGA_TRASH_DAYS: '3' }
    execFile(process.execPath, [join(inject('dist'), 'program.js'), ...args, '--root', root], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

const starter = join(inject('dist'), '../../models/starter')

test('settings are shown with where they come from', async () => {
  await writeFile(join(root, 'bottega.yaml'), `port: 7\njwt_secret_key: ${'s'.repeat(40)}\n`)
  const { out } = await bottega('config')
  expect(out).toMatch(/^port +7 +file +Port to listen on/m)
  expect(out).toMatch(/^trash_days +3 +environment /m)
  expect(out).not.toContain('sss')
  const { settings } = JSON.parse((await bottega('config', '--json')).out)
  expect(settings).toContainEqual(expect.objectContaining({ key: 'host', value: '127.0.0.1', source: 'default' }))
})

test('a model is installed on a root that no server has opened, listed, and not installed twice', async () => {
  const folder = join(root, 'model')
  await cp(starter, folder, { recursive: true })
  const installed = await bottega('models', 'install', folder, '--name', 'Mine')
  expect([installed.code, installed.out]).toEqual([0, expect.stringMatching(/^Installed Mine \(main, sd-1\) with the key /)])
  expect((await bottega('models', 'list')).out).toContain(`Mine  main  sd-1  diffusers  ${folder}`)
  const again = await bottega('models', 'install', folder)
  expect([again.code, again.err]).toEqual([1, 'error: A model with this path is installed already\n'])
  const copied = JSON.parse((await bottega('models', 'install', folder, '--copy', '--json')).out)
  expect(copied).toMatchObject({ path: join(copied.key, 'model') })
})

test('a model is moved into the root only when that is asked for', async () => {
  const folder = join(root, 'mover')
  await cp(starter, folder, { recursive: true })
  const moved = JSON.parse((await bottega('models', 'install', folder, '--move', '--json')).out)
  expect(moved).toMatchObject({ path: join(moved.key, 'mover') })
  expect((await stat(join(root, 'models', moved.path, 'model_index.json'))).isFile()).toBe(true)
  await expect(stat(folder)).rejects.toThrow('ENOENT')
  expect((await bottega('models', 'install', starter, '--move', '--copy')).code).toBe(2)
})

test('what is no model is refused with the reason', async () => {
  const path = join(root, 'a.safetensors')
  await writeFile(path, 'nothing')
  const { code, err } = await bottega('models', 'install', path)
  expect([code, err]).toEqual([1, expect.stringContaining(path)])
  expect((await bottega('models', 'install', join(root, 'none.safetensors'))).code).toBe(1)
})

test('a root that is well is said to be, and one that is not says what to do', async () => {
  const well = await bottega('doctor')
  expect(well).toMatchObject({ code: 0, out: expect.stringContaining('ok     Database: sound') })
  const folder = join(root, 'model')
  await cp(starter, folder, { recursive: true })
  await bottega('models', 'install', folder, '--name', 'Gone')
  await rm(folder, { recursive: true })
  await writeFile(join(root, 'bottega.yaml'), 'colour: red\n')
  const { code, out } = await bottega('doctor')
  expect(code).toBe(1)
  expect(out).toContain('WRONG  Models: the files of Gone are gone')
  expect(out).toContain('colour is no setting')
  expect(out).toContain('ok     Images: none')
  await writeFile(join(root, 'bottega.yaml'), 'port: [\n')
  expect(await bottega('doctor')).toMatchObject({ code: 1, out: expect.stringContaining('WRONG  Root') })
})

test('images whose files are gone are named', async () => {
  await bottega('doctor')
  const db = await openRootDatabase(root)
  const images = createImageFiles(join(root, 'outputs/images'))
  const row = { user_id: 'system', image_origin: 'internal', image_category: 'general', width: 1, height: 1 } as const
  for (const [image_name, image_subfolder] of [
    ['a.png', ''],
    ['b.png', '2026/01'],
    ['c.png', '2026/01'],
  ] as const) {
    const place = { image_name, image_subfolder }
    const bytes = Buffer.from('picture')
    await images.store(place, { png: bytes, thumbnail: bytes }, () =>
      transaction(db, (tx) => createImage(tx, { ...row, ...place })),
    )
  }
  await db.close()
  expect((await bottega('doctor')).out).toContain('ok     Images: 3, all with their files')
  await rm(join(root, 'outputs/images/a.png'))
  await rm(join(root, 'outputs/images/thumbnails/2026'), { recursive: true })
  const { code, out } = await bottega('doctor')
  expect([code, out]).toEqual([
    1,
    expect.stringContaining('WRONG  Images: 3 files are gone: a.png, thumbnail of 2026/01/b.png, thumbnail of 2026/01/c.png.'),
  ])
})
