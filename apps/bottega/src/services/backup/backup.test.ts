import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runProgram, startProgram, startServing } from '@bottega/testing'
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { acquireRootLock, holdFiles } from '../../data/lock.ts'
import { openSqlite } from '../../data/sqlite.ts'
import { PRIVATE_FOLDERS } from '../../files/root.ts'
import { openRoot } from '../../main.ts'
import { changeAct } from '../../testing/change-act.ts'
import { makePictureGraph } from '../../testing/graphs.ts'
import { createMaker, pictureForm } from '../../testing/make-things.ts'
import { addPerson, expectStatus, setUpAdministrator, signIn } from '../../testing/people.ts'
import { openStudio } from '../../testing/studio.ts'
import { createRequest, startTemporaryServer, type TemporaryServer } from '../../testing/temporary-server.ts'
import { listBackups } from './kept-backups.ts'
import { readLastBackup } from './last-backup.ts'
import { DATABASE } from './layout.ts'
import { restoreBackup } from './restore-backup.ts'
import { runBackup } from './run-backup.ts'
import { verifyBackup } from './verify-backup.ts'

const dist = inject('dist')
const ALL = { withImages: true, withModels: false, withSecrets: false }

let place: string

beforeEach(async () => {
  place = await fs.mkdtemp(join(tmpdir(), 'bottega backups é '))
})
afterEach(() => fs.rm(place, { recursive: true }))

/** Files below a folder with their bytes, without those that only say that a process has the folder. */
async function readFiles(folder: string): Promise<Record<string, string>> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    files.map(async (file) => [relative(folder, file), (await fs.readFile(file)).toString('base64')] as const),
  )
  return Object.fromEntries(texts.filter(([name]) => !/\.lock|-journal$|-shm$|-wal$/.test(name)).sort())
}

/** Every row of every table. */
function readRows(path: string): Record<string, unknown[]> {
  const sqlite = openSqlite(path, 'reader')
  try {
    const tables = sqlite.prepare(`select name from sqlite_schema where type = 'table' order by name`).all([])
    return Object.fromEntries(
      tables.map(({ name }) => [
        String(name),
        sqlite
          .prepare(`select * from "${name}"`)
          .all([])
          .map((row) => ({ ...row })),
      ]),
    )
  } finally {
    sqlite.close()
  }
}

async function upload({ request }: Pick<TemporaryServer, 'request'>): Promise<string> {
  const path = '/api/v1/images/upload?image_category=user&is_intermediate=false'
  const { json } = await request('POST', path, { body: await pictureForm('file') })
  return (json as { readonly image_name: string }).image_name
}

test('a backup that is taken while people work gives back every row and every byte', { timeout: 120_000 }, async () => {
  const studio = await openStudio(dist, { settings: 'trash_days: 0\nlog_level: error\n' })
  onTestFinished(studio.close)
  const model = await studio.getModel()
  const maker = createMaker(studio)
  await maker.workflowWithPicture()
  await maker.stylePreset()
  const names: string[] = []
  for (let index = 0; index < 60; index++) names.push(await upload(studio))

  const running = startProgram(dist, ['backup', '--root', studio.root, '--to', place, '--json'], { cwd: place })
  let isOver = false
  let deleted = 0
  const seen: unknown[] = []
  const deleting = (async () => {
    while (!isOver) {
      names.push(await upload(studio))
      const [name] = names.splice(deleted % names.length, 1)
      const { status } = await studio.request('DELETE', `/api/v1/images/i/${name}`)
      if (status === 200) deleted++
    }
  })()
  const generating = (async () => {
    while (!isOver) seen.push((await studio.run(makePictureGraph(model, { seed: seen.length }))).status)
  })()
  const { exitCode, stdout, stderr } = await running.ended
  isOver = true
  await Promise.all([deleting, generating])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(deleted).toBeGreaterThan(0)
  expect(new Set(seen)).toEqual(new Set(['completed']))

  const { path, count } = JSON.parse(stdout)
  expect(await verifyBackup(path)).toMatchObject({ problems: [], manifest: { missing: [], files: { count } } })
  const target = join(place, 'new root')
  await restoreBackup(path, target, { force: false })
  const { 'manifest.json': _manifest, 'files.jsonl': _list, [DATABASE]: _rows, ...backedUp } = await readFiles(path)
  const { [DATABASE]: _sameRows, ...restored } = await readFiles(target)
  expect(restored).toEqual(backedUp)
  expect(readRows(join(target, 'databases/bottega.db'))).toEqual(readRows(join(path, 'databases/bottega.db')))
  // what is still there is the same there
  const live = await readFiles(join(studio.root, 'outputs/images'))
  const kept = await readFiles(join(target, 'outputs/images'))
  const both = Object.keys(kept).filter((name) => name in live)
  expect(both.length).toBeGreaterThan(0)
  expect(both.map((name) => [name, kept[name]])).toEqual(both.map((name) => [name, live[name]]))
  // and a server works with what was restored
  const served = await startServing(dist, target)
  const { total } = (await (await fetch(`${served.url}/api/v1/images/?limit=1`)).json()) as { total: number }
  await served.stop()
  expect(total).toBe(readRows(join(path, 'databases/bottega.db')).images?.length)
})

test('files of deleted images stay while a backup is made, and go after it', async () => {
  const server = await startTemporaryServer(dist, { settings: 'trash_days: 0\n' })
  onTestFinished(server.close)
  const name = await upload(server)
  const file = join(server.root, 'outputs/images', name)
  const hold = holdFiles(server.app.root.databases)
  expect((await server.request('DELETE', `/api/v1/images/i/${name}`)).status).toBe(200)
  expect((await server.request('GET', `/api/v1/images/i/${name}/full`)).status).toBe(404)
  expect((await fs.stat(file)).isFile()).toBe(true)
  await expect(runBackup(server.app, { ...ALL, folder: place })).rejects.toThrow('is being made already')
  hold.release()
  await runBackup(server.app, { ...ALL, folder: place })
  await expect(fs.stat(file)).rejects.toThrow('ENOENT')
})

test('a backup or a server that is killed while people write leaves nothing that looks like a backup, and no file too many', {
  timeout: 240_000,
}, async () => {
  const root = join(place, 'root')
  await fs.mkdir(root)
  await fs.writeFile(join(root, 'bottega.yaml'), 'trash_days: 0\n')
  const folder = join(place, 'kept')
  const server = await startServing(dist, root, { flags: ['--log-level', 'error'] })
  onTestFinished(() => server.endGroup())
  const request = createRequest(server.url)
  const names: string[] = []
  for (let index = 0; index < 100; index++) names.push(await upload({ request }))
  let written = 0
  const writing = (async () => {
    for (;;) {
      names.push(await upload({ request }))
      await request('DELETE', `/api/v1/images/i/${names.shift()}`)
      written++
    }
    // until the server is killed
  })().catch(() => {})
  const countUnfinished = async () => {
    const names = await fs.readdir(folder).catch(() => [])
    const parts = names.filter((name) => name.endsWith('.part'))
    const inside = await Promise.all(parts.map((name) => fs.readdir(join(folder, name), { recursive: true }).catch(() => [])))
    return inside.flat().length
  }
  // killed later and later
  for (const files of [1, 5, 40, 120]) {
    const backup = startProgram(dist, ['backup', '--root', root, '--to', folder], { cwd: place })
    const ended = backup.ended.then(() => true)
    while ((await countUnfinished()) < files) if (await Promise.race([ended, fs.stat(place).then(() => false)])) break
    backup.endGroup()
    await backup.ended
    for (const { path } of await listBackups(folder)) expect((await verifyBackup(path)).problems).toEqual([])
  }
  const whole = (await listBackups(folder)).length
  const backup = startProgram(dist, ['backup', '--root', root, '--to', folder], { cwd: place })
  await expect.poll(async () => (await countUnfinished()) + (await listBackups(folder)).length, { timeout: 20_000 }).not.toBe(0)
  server.endGroup()
  await writing
  expect(written).toBeGreaterThan(0)
  expect(await backup.ended).toMatchObject({ exitCode: 0 })
  const backups = await listBackups(folder)
  expect(backups.length).toBe(whole + 1)
  const newest = backups.at(-1)?.path ?? ''
  expect((await verifyBackup(newest)).problems).toEqual([])
  // what the backups held back goes with the next start, and what is in one is a root
  await restoreBackup(newest, join(place, 'restored'), { force: false })
  for (const one of [root, join(place, 'restored')]) {
    await (await startServing(dist, one)).stop()
    const rows = readRows(join(one, 'databases/bottega.db')).images as { image_name: string }[]
    const files = (await fs.readdir(join(one, 'outputs/images'))).filter((name) => name.endsWith('.png'))
    expect(files.sort()).toEqual(rows.map(({ image_name }) => image_name).sort())
  }
})

test('an unchanged image is not copied again, and of many backups the newest stay', async () => {
  const server = await startTemporaryServer(dist)
  onTestFinished(server.close)
  const name = await upload(server)
  const other = await openRoot(join(place, 'other'), {})
  await runBackup(other, { ...ALL, folder: place })
  await other.close()
  const first = await runBackup(server.app, { ...ALL, folder: place })
  const second = await runBackup(server.app, { ...ALL, folder: place })
  expect([first.linked, second.linked]).toEqual([0, 2])
  const third = await runBackup(server.app, { ...ALL, folder: place, keep: 1 })
  expect(third.removed).toEqual([first.path, second.path])
  // those of the other root are not ours to remove
  expect((await listBackups(place)).map(({ manifest }) => manifest.root)).toEqual([join(place, 'other'), server.root])
  expect((await verifyBackup(third.path)).problems).toEqual([])
  expect(await fs.readFile(join(third.path, 'outputs/images', name))).toEqual(
    await fs.readFile(join(server.root, 'outputs/images', name)),
  )
  expect(await readLastBackup(server.app.root)).toMatchObject({ outcome: 'success', path: third.path })
})

test('a backup is for its owner alone, and holds no secrets unless they are asked for', async () => {
  const secret = 'a-signing-secret-of-the-settings-file'
  const server = await startTemporaryServer(dist, {
    settings: `# mine\ntrash_days: 9\n# jwt_secret_key: ${secret}\njwt_secret_key: ${secret}\n`,
  })
  onTestFinished(server.close)
  await fs.writeFile(server.app.root.signingKey, 'a-signing-key-of-its-own', { mode: 0o600 })
  const { path } = await runBackup(server.app, { ...ALL, folder: place })
  const entries = await fs.readdir(path, { recursive: true, withFileTypes: true })
  for (const entry of [...entries.map((one) => join(one.parentPath, one.name)), path]) {
    expect([entry, (await fs.stat(entry)).mode & 0o077]).toEqual([entry, 0])
  }
  const texts = Object.values(await readFiles(path)).map((text) => Buffer.from(text, 'base64').toString('latin1'))
  expect(texts.filter((text) => text.includes(secret) || text.includes('a-signing-key'))).toEqual([])
  expect(await fs.readFile(join(path, 'bottega.yaml'), 'utf8')).toBe('# mine\ntrash_days: 9\n')
  const whole = await runBackup(server.app, { ...ALL, withSecrets: true, folder: place })
  expect(await fs.readFile(join(whole.path, 'secrets/jwt.key'), 'utf8')).toBe('a-signing-key-of-its-own')
  expect(await fs.readFile(join(whole.path, 'bottega.yaml'), 'utf8')).toContain(secret)
})

test('what is taken by hand elsewhere, or without images, is not the one that the schedule waits for', async () => {
  const server = await startTemporaryServer(dist)
  onTestFinished(server.close)
  const read = () => readLastBackup(server.app.root)
  await runBackup(server.app, { ...ALL, folder: place })
  expect(await read()).toMatchObject({ succeeded_at: expect.any(String), kept_at: null })
  await runBackup(server.app, { ...ALL, withImages: false })
  expect(await read()).toMatchObject({ kept_at: null })
  await runBackup(server.app, ALL)
  const kept = await read()
  expect(kept?.kept_at).toBe(kept?.started_at)
  await runBackup(server.app, { ...ALL, folder: place })
  expect((await read())?.kept_at).toBe(kept?.kept_at)
})

test('small pictures that go, come and are replaced meanwhile hinder no backup', async () => {
  const server = await startTemporaryServer(dist)
  onTestFinished(server.close)
  const folder = server.app.root.stylePresetImages
  const names = Array.from({ length: 1000 }, (_, index) => join(folder, `preset-${index}.webp`))
  await Promise.all(names.map((name) => fs.writeFile(name, 'a small picture')))
  let isOver = false
  const changing = (async () => {
    for (let turn = 0; !isOver; turn++) {
      const name = names[turn % names.length] ?? ''
      await fs.rm(name)
      await server.app.files.replace(name, Buffer.from('another'))
    }
  })()
  try {
    for (let turn = 0; turn < 5; turn++) await runBackup(server.app, { ...ALL, folder: place })
  } finally {
    isOver = true
    await changing
  }
  expect((await listBackups(place)).length).toBe(5)
})

test('an old backup that cannot be removed is told, and neither fails the new one nor keeps the others', async () => {
  const server = await startTemporaryServer(dist)
  onTestFinished(server.close)
  const [first, second] = [
    await runBackup(server.app, { ...ALL, folder: place }),
    await runBackup(server.app, { ...ALL, folder: place }),
  ]
  onTestFinished(
    changeAct('rename', (rename) => async (from, to) => {
      if (from === first.path) throw Object.assign(new Error('not yours'), { code: 'EACCES' })
      return rename(from, to)
    }),
  )
  const third = await runBackup(server.app, { ...ALL, folder: place, keep: 1 })
  expect(third).toMatchObject({
    removed: [second.path],
    stuck: [expect.stringContaining(`${first.path} could not be removed (EACCES)`)],
  })
  expect(await readLastBackup(server.app.root)).toMatchObject({ outcome: 'success', path: third.path })
})

test('after a restore into its own root everybody signs in anew, and it says what is there again', async () => {
  const root = join(place, 'root')
  await fs.mkdir(root)
  await fs.writeFile(join(root, 'bottega.yaml'), 'multiuser: true\n')
  const serve = async () => {
    const served = await startServing(dist, root)
    onTestFinished(() => served.endGroup())
    return { ...served, request: createRequest(served.url) }
  }
  const before = await serve()
  const admin = await setUpAdministrator(before)
  const ann = await addPerson(before, admin, 'ann')
  const bert = await addPerson(before, admin, 'bert')
  const change = (json: object) => expectStatus(admin.request('PATCH', `/api/v1/auth/users/${ann.userId}`, { json }), 200)
  await change({ is_admin: true })
  const link = await expectStatus(admin.request('POST', `/api/v1/auth/users/${ann.userId}/reset-link`, { json: {} }), 201)
  const { token } = link.json as { readonly token: string }
  const kept = join(place, 'kept')
  await runProgram(dist, ['backup', '--root', root, '--to', kept], { cwd: place })
  // all that was signed in is ended, as after a theft
  await change({ password: 'Quite-Another-9', is_admin: false, is_active: false })
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${bert.userId}`), 204)
  await before.stop()
  const [{ path } = { path: '' }] = await listBackups(kept)
  const restored = await runProgram(dist, ['restore', path, '--root', root, '--force'], { cwd: place })
  expect([restored.exitCode, restored.stdout]).toEqual([0, expect.stringMatching(/Everybody signs in anew\. .*API keys/)])
  expect(restored.stdout.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    `  ${ann.email}: was deactivated, is active again, was no administrator any more, is one again, has the password of then again`,
    `  ${bert.email}: was deleted, is there again`,
  ])
  const { request } = await serve()
  const me = async ({ token }: typeof ann) =>
    (await request('GET', '/api/v1/auth/me', { headers: { authorization: `Bearer ${token}` } })).status
  expect([await me(ann), await me(admin)]).toEqual([401, 401])
  const reset = await request('POST', '/api/v1/auth/reset-password', { json: { token, new_password: 'A-Third-One-7' } })
  expect(reset).toMatchObject({ status: 400, json: { detail: expect.stringContaining('This link is unknown') } })
  await signIn({ request }, ann)
})

test('passwords are in no backup, and accounts are good after a restore', async () => {
  const server = await startTemporaryServer(dist, { settings: 'multiuser: true\n' })
  onTestFinished(server.close)
  const admin = await setUpAdministrator(server)
  const { path } = await runBackup(server.app, { ...ALL, folder: place })
  for (const [name, text] of Object.entries(await readFiles(path))) {
    const bytes = Buffer.from(text, 'base64').toString('latin1')
    expect([name, bytes.includes(admin.password), bytes.includes(admin.token)]).toEqual([name, false, false])
  }
  const root = join(place, 'new')
  await restoreBackup(path, root, { force: false })
  const served = await startServing(dist, root)
  onTestFinished(() => served.endGroup())
  for (const folder of PRIVATE_FOLDERS) {
    expect([folder, (await fs.stat(join(root, folder))).mode & 0o777]).toEqual([folder, 0o700])
  }
  const signIn = await fetch(`${served.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: admin.email, password: admin.password }),
  })
  const old = await fetch(`${served.url}/api/v1/auth/me`, { headers: { authorization: `Bearer ${admin.token}` } })
  expect([signIn.status, old.status]).toEqual([200, 401])
})

test('what became of a backup is found out', async () => {
  const server = await startTemporaryServer(dist)
  onTestFinished(server.close)
  const name = await upload(server)
  const { path } = await runBackup(server.app, { ...ALL, folder: place })
  const image = join(path, 'outputs/images', name)
  const bytes = await fs.readFile(image)
  const problems = async () => (await verifyBackup(path)).problems
  expect(await problems()).toEqual([])
  await fs.writeFile(image, Buffer.from(bytes).fill(7, 40, 41))
  expect(await problems()).toEqual([`outputs/images/${name} has other bytes than were written`])
  await fs.writeFile(image, bytes.subarray(1))
  expect(await problems()).toEqual([`outputs/images/${name} has ${bytes.length - 1} bytes instead of ${bytes.length}`])
  await fs.rm(image)
  await fs.writeFile(join(path, 'mine.txt'), 'x')
  expect(await problems()).toEqual(['mine.txt does not belong to it', `outputs/images/${name} is gone`])
  const verified = await runProgram(dist, ['backup', 'verify', path], { cwd: place })
  expect([verified.exitCode, verified.stdout]).toEqual([1, expect.stringContaining('WRONG  mine.txt does not belong to it')])
  await expect(restoreBackup(path, join(place, 'new'), { force: false })).rejects.toMatchObject({ code: 'backup_damaged' })
  expect(await fs.readdir(place)).not.toContain('new')
  await fs.appendFile(join(path, 'files.jsonl'), '{"path":"../../x","size":0,"mtime":0,"sha256":""}\n')
  await expect(verifyBackup(path)).rejects.toMatchObject({ code: 'backup_damaged' })
  await fs.rm(join(path, 'manifest.json'))
  await expect(verifyBackup(path)).rejects.toMatchObject({ code: 'backup_unusable' })
})

test('a root that holds something is left alone, or set aside when that is asked for', async () => {
  const server = await startTemporaryServer(dist)
  const name = await upload(server)
  const { path } = await runBackup(server.app, { ...ALL, folder: place })
  const later = await upload(server)
  await expect(restoreBackup(path, server.root, { force: false })).rejects.toMatchObject({ code: 'root_not_empty' })
  await expect(restoreBackup(path, server.root, { force: true })).rejects.toMatchObject({ code: 'root_in_use' })
  const copy = join(place, 'copy')
  await fs.cp(server.root, copy, { recursive: true })
  await server.close()
  await fs.rm(join(copy, 'server.json'))
  await fs.writeFile(join(copy, 'models', 'heavy.safetensors'), 'weights')
  await fs.writeFile(join(copy, 'bottega.yaml'), 'trash_days: 9\nsmtp_url: smtp://studio:hush@mail.example.com\n')
  const { aside = '' } = await restoreBackup(path, copy, { force: true })
  expect((await fs.stat(aside)).mode & 0o777).toBe(0o700)
  expect(await fs.readdir(join(copy, 'outputs/images'))).toEqual(expect.arrayContaining([name]))
  expect(await fs.readdir(join(copy, 'outputs/images'))).not.toContain(later)
  expect(await fs.readdir(join(aside, 'outputs/images'))).toEqual(expect.arrayContaining([name, later]))
  expect(await fs.readFile(join(copy, 'models', 'heavy.safetensors'), 'utf8')).toBe('weights')
  expect((await fs.readdir(join(copy, 'secrets'))).length).toBe(1)
  // a secret is none of what a backup takes the place of; the rest is as it was
  expect(await fs.readFile(join(copy, 'bottega.yaml'), 'utf8')).toBe('smtp_url: smtp://studio:hush@mail.example.com\n')
})

test('no server begins on an empty root while a backup is put into it', async () => {
  const server = await startTemporaryServer(dist)
  onTestFinished(server.close)
  const { path } = await runBackup(server.app, { ...ALL, folder: place })
  const quiet = join(place, 'quiet')
  expect(await restoreBackup(path, quiet, { force: false })).toMatchObject({ aside: undefined })
  expect((await fs.readdir(quiet)).filter((name) => name.startsWith('before-restore'))).toEqual([])
  const target = join(place, 'new')
  let begun: ReturnType<typeof runProgram> | undefined
  onTestFinished(
    changeAct('open', (open) => async (file, ...rest) => {
      const isCopying = String(file).startsWith(target) && String(file).includes('.part')
      if (isCopying) {
        begun ??= runProgram(dist, ['serve', '--root', target, '--port', '0'], { cwd: place })
        await begun
      }
      return open(file, ...rest)
    }),
  )
  await restoreBackup(path, target, { force: false })
  expect(await begun).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Another process uses the root') })
  await (await startServing(dist, target)).stop()
})

test('a restore that was cut off is noticed, and done again', async () => {
  const root = await openRoot(join(place, 'root'), {})
  const { path } = await runBackup(root, { ...ALL, folder: place })
  await root.close()
  const target = join(place, 'target')
  const opened = await openRoot(target, {})
  await opened.close()
  await fs.writeFile(join(target, 'style_presets', 'mine.webp'), 'mine')
  // as a death in the middle leaves it
  const note = { aside: 'before', paths: ['style_presets', 'databases'], present: ['style_presets', 'databases'] }
  await fs.writeFile(join(target, 'restore-unfinished.json'), JSON.stringify(note))
  await fs.mkdir(join(target, 'before'))
  await fs.rename(join(target, 'style_presets'), join(target, 'before', 'style_presets'))
  await fs.mkdir(join(target, 'style_presets'))
  const started = await runProgram(dist, ['serve', '--root', target, '--port', '0'], { cwd: place })
  expect([started.exitCode, started.stderr]).toEqual([1, expect.stringContaining('was cut off')])
  const { aside } = await restoreBackup(path, target, { force: true })
  expect(await fs.readFile(join(aside ?? '', 'style_presets', 'mine.webp'), 'utf8')).toBe('mine')
  acquireRootLock(join(target, 'databases')).release()
})
