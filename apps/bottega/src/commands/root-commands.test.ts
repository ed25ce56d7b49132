import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
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

/** Runs a command on the root, unless the arguments name another. */
function bottega(...args: readonly string[]): Promise<Ended> {
  return bottegaPlain(...args, ...(args.includes('--root') ? [] : ['--root', root]))
}

function bottegaPlain(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    // whatever runs on this machine
    const port = args[0] === 'doctor' ? { BOTTEGA_PORT: '0' } : {}
    const env = { ...process.env, ...port, BOTTEGA_TRASH_DAYS: '3', LC_ALL: 'C', LANG: 'C' }
    execFile(process.execPath, [join(inject('dist'), 'program.js'), ...args], { env }, (error, out, err) =>
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

test.each(['kept/models', join(tmpdir(), `bottega shelf ${randomUUID()}`)])(
  'models go to %s when the settings say so, and what is lost there is an orphan',
  async (models) => {
    const folder = resolve(root, models)
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(root, 'bottega.yaml'), `models_dir: ${models}\n`)
    const { key, path } = JSON.parse((await bottega('models', 'install', starter, '--copy', '--json')).out)
    expect(path).toBe(join(key, 'starter'))
    expect((await stat(join(folder, path, 'model_index.json'))).isFile()).toBe(true)
    expect(await readdir(root)).not.toContain('models')
    expect(await bottega('doctor')).toMatchObject({ code: 0, out: expect.stringContaining('Models: 1, all with their files') })
    await rename(join(folder, key), join(folder, 'moved'))
    expect(await bottega('doctor')).toMatchObject({ code: 1 })
  },
)

test.each(['.', '..', '/'])('the folder of models is not %s, in which the root lies', async (models) => {
  await writeFile(join(root, 'bottega.yaml'), `models_dir: ${models}\n`)
  expect(await bottega('models', 'list')).toMatchObject({ code: 1, err: expect.stringContaining('models_dir leads to') })
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

test('the doctor says when there was no root', async () => {
  const path = join(root, 'typo')
  expect((await bottega('doctor', '--root', path)).out).toContain(`Root: ${path}, which was not there and is new`)
  expect((await bottega('doctor', '--root', path)).out).toContain(`Root: ${path}\n`)
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
    expect.stringMatching(
      /WRONG {2}Images: the pictures of 1 image \(a\.png\) are gone\..* The thumbnails of 2 images \(2026\/01\/b\.png, 2026\/01\/c\.png\) are gone; --fix/,
    ),
  ])
})

test('a setting is shown by its key, and set in the file, whose comments stay', async () => {
  await writeFile(join(root, 'bottega.yaml'), '# mine\nport: 7 # lucky\n')
  expect(await bottega('config', 'port')).toMatchObject({ code: 0, out: '7\n' })
  expect(await bottega('config', '--max-queue-size', '5')).toMatchObject({ code: 2 })
  expect(await bottega('config', 'max-queue-size', '5')).toMatchObject({ code: 0 })
  expect(await bottega('config', 'allow_origins', 'https://a.example,https://b.example')).toMatchObject({ code: 0 })
  const text = await readFile(join(root, 'bottega.yaml'), 'utf8')
  expect(text).toMatch(/^# mine\nport: 7 # lucky\nmax_queue_size: 5\nallow_origins:/)
  expect((await bottega('config', 'allow_origins', '--json')).out).toBe('["https://a.example","https://b.example"]\n')
  // whatever the file says, the environment of this test wins
  expect(await bottega('config', 'trash_days', '9')).toMatchObject({
    code: 1,
    err: expect.stringContaining('BOTTEGA_TRASH_DAYS'),
  })
  expect(await readFile(join(root, 'bottega.yaml'), 'utf8')).toBe(text)
})

test('config takes a line out of any setting, also of one that takes any text', async () => {
  expect(await bottega('config', 'host', '0.0.0.0')).toMatchObject({
    code: 0,
    err: expect.stringContaining('whoever reaches it may see, change and delete everything'),
  })
  expect(await bottega('config', 'host', 'none')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Took host out of .*: it is 127\.0\.0\.1, as usual\.\n$/),
    err: '',
  })
  for (const key of ['max_queue_size', 'backup_folder', 'models_dir']) {
    expect(await bottega('config', key, 'none')).toMatchObject({ code: 0 })
  }
  expect(await readFile(join(root, 'bottega.yaml'), 'utf8')).not.toMatch(/host|max_queue_size|backup_folder|models_dir/)
})

test.each([
  [['port', 'many'], 1, "port: 'many' is not accepted; allowed: a whole number from 0 to 65535"],
  [['colour'], 2, 'There is no such setting'],
  [['prot'], 2, 'Did you mean port?'],
  [['port', '1', '2'], 2, 'too many arguments'],
])('config %j is refused with a sentence', async (args, code, sentence) => {
  expect(await bottega('config', ...args)).toMatchObject({ code, out: '', err: expect.stringContaining(sentence) })
})

test('a setting that a running server does not know yet is said to wait for its next start', async () => {
  const note = { url: 'http://127.0.0.1:1', pid: process.pid, started_at: new Date().toISOString() }
  await writeFile(join(root, 'server.json'), JSON.stringify(note))
  expect((await bottega('config', 'multiuser', 'true')).out).toMatch(
    /^Wrote multiuser into .*\. The server that is running reads it/,
  )
})

test('a secret is read from standard input', async () => {
  const args = [join(inject('dist'), 'program.js'), 'config', 'smtp_url', '-', '--root', root]
  const input = 'smtp://studio:hush@mail.example.com\n'
  const { status, stdout } = spawnSync(process.execPath, args, { input, encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, `Wrote smtp_url into ${join(root, 'bottega.yaml')}.\n`])
  expect(await readFile(join(root, 'bottega.yaml'), 'utf8')).toBe(`smtp_url: ${input}`)
})

test('a setting can be set for a root that is not there yet', async () => {
  const path = join(root, 'neu', 'é')
  const ended = await bottega('config', 'port', '9191', '--root', path)
  expect(ended).toMatchObject({ code: 0, out: `Wrote port into ${join(path, 'bottega.yaml')}.\n` })
})

test('an empty root is no root', async () => {
  expect(await bottega('config', '--root', '')).toMatchObject({
    code: 2,
    err: expect.stringContaining('must name a file or folder'),
  })
})

test('a file that is not there is named as such', async () => {
  const { code, err } = await bottega('models', 'install', join(root, 'none é.safetensors'))
  expect([code, err]).toEqual([1, `error: There is no file or folder at ${join(root, 'none é.safetensors')}.\n`])
})

test('names outside the locale come through, and nothing is writable by others', async () => {
  const folder = join(root, 'Modèle 雪 +1.v2')
  await cp(starter, folder, { recursive: true })
  // its card has a name for it
  await rm(join(folder, 'bottega.json'))
  const ended = await bottega('models', 'install', folder)
  expect([ended.code, ended.out]).toEqual([0, expect.stringMatching(/^Installed Modèle 雪 \+1\.v2 \(main, sd-1\)/)])
  expect((await bottega('models', 'list')).out).toContain(folder)
  const inspected = await bottegaPlain('models', 'inspect', folder)
  expect([inspected.code, inspected.out]).toEqual([0, expect.stringContaining(`Path:            ${folder}\n`)])
  expect((await stat(join(root, 'secrets'))).mode & 0o777).toBe(0o700)
  for (const path of [root, join(root, 'databases', 'bottega.db')]) expect((await stat(path)).mode & 0o022).toBe(0)
})
