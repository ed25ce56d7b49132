import * as fs from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { lacksOpenssl, makeCertificate, openMailbox, runProgram } from '@bottega/testing'
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { openRootDatabase } from '../data/root-database.ts'
import { openRoot, startServer } from '../main.ts'
import { noteBackup } from '../services/backup/last-backup.ts'
import { createMaker } from '../testing/make-things.ts'
import { createRequest, startTemporaryServer } from '../testing/temporary-server.ts'

let root: string

beforeEach(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'bottega doctor é '))
  await (await openRoot(root, {})).close()
})
afterEach(() => fs.rm(root, { recursive: true }))

interface Finding {
  readonly subject: string
  readonly isWell: boolean
  readonly text: string
  readonly fixed?: string
}

/** What the doctor finds by subject; the exit code has to be that of the worst of it. */
async function examine(
  path: string,
  { fix = false, lost = false, mailTo = '', env = {} } = {},
): Promise<Readonly<Record<string, Finding>>> {
  const flags = [...(fix ? ['--fix'] : []), ...(lost ? ['--lost'] : []), ...(mailTo === '' ? [] : ['--mail-to', mailTo])]
  const args = ['doctor', '--root', path, '--json', ...flags]
  const { exitCode, stdout } = await runProgram(inject('dist'), args, { cwd: root, env: { BOTTEGA_PORT: '0', ...env } })
  const findings: Finding[] = JSON.parse(stdout)
  expect(exitCode).toBe(findings.every(({ isWell }) => isWell) ? 0 : 1)
  return Object.fromEntries(findings.map((finding) => [finding.subject, finding]))
}

const yesterday = new Date(Date.now() - 24 * 3600 * 1000)
async function writeOld(path: string): Promise<void> {
  await fs.writeFile(path, 'x')
  await fs.utimes(path, yesterday, yesterday)
}

test('files without images are moved aside, and nothing else is', async () => {
  const server = await startTemporaryServer(inject('dist'))
  onTestFinished(server.close)
  const name = await createMaker(server).image()
  const images = join(server.root, 'outputs/images')
  await fs.utimes(join(images, name), yesterday, yesterday)
  await writeOld(join(images, 'stray.png'))
  await writeOld(join(images, 'thumbnails', 'stray.webp'))
  await writeOld(join(images, 'notes.txt'))
  // it may be about to get its row
  await fs.writeFile(join(images, 'young.png'), 'x')
  const outside = join(root, 'precious.png')
  await writeOld(outside)
  await fs.symlink(outside, join(images, 'link.png'))
  const linked = join(root, 'linked')
  await fs.mkdir(linked)
  await writeOld(join(linked, 'inside.png'))
  await fs.symlink(linked, join(images, 'folder'))

  expect((await examine(server.root)).Orphans).toMatchObject({
    isWell: false,
    text: expect.stringContaining('2 files belong to no image: stray.png, thumbnails/stray.webp.'),
  })
  const shown = async () => (await fs.readdir(images)).filter((one) => one !== '.unfinished').sort()
  expect((await shown()).length).toBe(7)
  const { Orphans } = await examine(server.root, { fix: true })
  expect(Orphans).toMatchObject({ isWell: true, fixed: expect.stringContaining('moved 2 into ') })
  expect(await shown()).toEqual([name, 'folder', 'link.png', 'notes.txt', 'thumbnails', 'young.png'].sort())
  const [stamp = ''] = await fs.readdir(join(server.root, 'orphans'))
  expect((await fs.readdir(join(server.root, 'orphans', stamp), { recursive: true })).sort()).toEqual(
    ['stray.png', 'thumbnails', 'thumbnails/stray.webp'].sort(),
  )
  expect(await fs.readFile(outside, 'utf8')).toBe('x')
  expect(await fs.readFile(join(linked, 'inside.png'), 'utf8')).toBe('x')
  expect((await server.request('GET', `/api/v1/images/i/${name}/full`)).status).toBe(200)
})

test('a thumbnail is made anew, and an image without its picture goes to the trash', async () => {
  const server = await startTemporaryServer(inject('dist'))
  onTestFinished(server.close)
  const maker = createMaker(server)
  const [small, lost] = [await maker.image(), await maker.image()]
  const images = join(server.root, 'outputs/images')
  const thumbnail = join(images, 'thumbnails', small.replace('.png', '.webp'))
  const before = await fs.readFile(thumbnail)
  await fs.rm(thumbnail)
  await fs.rename(join(images, lost), join(root, lost))
  expect((await examine(server.root)).Images).toMatchObject({
    isWell: false,
    text: expect.stringMatching(/pictures of 1 image \(.* are gone.* The thumbnails of 1 image \(/),
  })
  expect((await examine(server.root, { fix: true })).Images).toMatchObject({
    isWell: true,
    fixed: 'thumbnails made anew: 1; images moved to the trash: 1; taken out of it again: 0',
  })
  expect(await fs.readFile(thumbnail)).toEqual(before)
  expect((await examine(server.root)).Images).toMatchObject({ isWell: true })
  await fs.rename(join(root, lost), join(images, lost))
  expect((await examine(server.root)).Images).toMatchObject({ isWell: false, text: expect.stringContaining(`${lost} are back`) })
  expect((await examine(server.root, { fix: true })).Images).toMatchObject({
    isWell: true,
    fixed: expect.stringContaining('taken out of it again: 1'),
  })
  expect((await server.request('GET', `/api/v1/images/i/${lost}/full`)).status).toBe(200)
})

test('what somebody threw away stays in the trash, also when it was lost before', async () => {
  const server = await startTemporaryServer(inject('dist'))
  onTestFinished(server.close)
  const maker = createMaker(server)
  const [kept, thrown, lost] = [await maker.image(), await maker.image(), await maker.image()]
  const path = join(server.root, 'outputs/images', lost)
  await fs.rename(path, join(root, lost))
  await examine(server.root, { fix: true })
  await fs.rename(join(root, lost), path)
  // taken out by hand, and thrown away on purpose
  await server.request('POST', '/api/v1/images/restore', { json: { image_names: [lost] } })
  await server.request('POST', '/api/v1/images/delete', { json: { image_names: [lost, thrown] } })
  expect((await examine(server.root, { fix: true })).Images).toMatchObject({ isWell: true })
  const { total } = (await server.request('GET', '/api/v1/images/trash')).json as { total: number }
  expect(total).toBe(2)
  expect((await server.request('GET', `/api/v1/images/i/${kept}/full`)).status).toBe(200)
})

test('a folder of images that is not there hides no picture, is told at the start, and spoils no backup', async () => {
  const log: string[] = []
  const build = pathToFileURL(`${inject('dist')}/`)
  const start = () => startServer({ rootPath: root, flags: { port: 0 }, writeLog: (line) => log.push(line), build })
  const server = await start()
  const request = createRequest(server.url)
  const maker = createMaker({ app: server.app, root, request })
  for (let one = 0; one < 12; one++) await maker.image()
  const backup = (...more: string[]) => runProgram(inject('dist'), ['backup', '--root', root, ...more], { cwd: root })
  expect((await backup()).exitCode).toBe(0)
  const images = join(root, 'outputs/images')
  const count = async (url: string) => ((await createRequest(url)('GET', '/api/v1/images/')).json as { total: number }).total
  await fs.rename(images, join(root, 'unmounted'))
  await fs.mkdir(images)

  const found = await examine(root, { fix: true })
  expect(found.Images).toMatchObject({ isWell: false, text: expect.stringMatching(/12 of 12.*mounted\?/) })
  expect(await count(server.url)).toBe(12)
  const refused = await backup()
  expect([refused.exitCode, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/lacks the pictures of 12 of 12 images.*No backup was made/),
  ])
  expect((await backup('--no-images')).exitCode).toBe(0)
  await server.close()
  const again = await start()
  onTestFinished(again.close)
  expect(log.join('\n')).toMatch(/lacks the pictures of 12 of the 12 newest images\. Is its disk mounted\?/)

  // who knows that they are lost may say so, and they come back all the same
  expect((await examine(root, { fix: true, lost: true })).Images).toMatchObject({
    isWell: true,
    fixed: expect.stringContaining('moved to the trash: 12'),
  })
  expect(await count(again.url)).toBe(0)
  await fs.rm(images, { recursive: true })
  await fs.rename(join(root, 'unmounted'), images)
  expect((await examine(root, { fix: true })).Images).toMatchObject({ isWell: true })
  expect(await count(again.url)).toBe(12)
})

test('nothing goes to a trash that deletes at once', async () => {
  const server = await startTemporaryServer(inject('dist'), { settings: 'trash_days: 0\n' })
  onTestFinished(server.close)
  const maker = createMaker(server)
  const [, lost] = [await maker.image(), await maker.image()]
  await fs.rm(join(server.root, 'outputs/images', lost))
  for (const how of [{}, { lost: true }]) {
    expect((await examine(server.root, { fix: true, ...how })).Images).toMatchObject({
      isWell: false,
      text: expect.stringContaining('trash_days is 0'),
    })
  }
  expect((await server.request('GET', `/api/v1/images/i/${lost}`)).status).toBe(200)
})

test('rights of others are found, and taken away', async () => {
  await fs.chmod(join(root, 'outputs/images'), 0o777)
  await fs.chmod(join(root, 'secrets'), 0o755)
  const found = await examine(root)
  expect(found.Rights).toMatchObject({ isWell: false, text: expect.stringContaining('outputs/images') })
  // what opens a root closes its secrets
  expect(found.Secrets).toMatchObject({ isWell: true })
  expect((await examine(root, { fix: true })).Rights).toMatchObject({
    isWell: true,
    fixed: expect.stringContaining('may not any more'),
  })
  expect((await fs.stat(join(root, 'outputs/images'))).mode & 0o777).toBe(0o755)
  await fs.writeFile(join(root, 'secrets', 'jwt.key'), 'k'.repeat(43), { mode: 0o644 })
  expect((await examine(root)).Secrets).toMatchObject({ isWell: false })
  expect((await examine(root, { fix: true })).Secrets).toMatchObject({
    isWell: true,
    fixed: expect.stringContaining('rotate-secret'),
  })
  expect((await fs.stat(join(root, 'secrets', 'jwt.key'))).mode & 0o777).toBe(0o600)
})

test('where there are accounts, nobody else on the machine may read what people make, nor a password in the settings', async () => {
  const settings = join(root, 'bottega.yaml')
  await fs.mkdir(join(root, 'before-restore-20261126-031500'))
  const folders = ['databases', 'outputs', 'before-restore-20261126-031500']
  for (const folder of folders) await fs.chmod(join(root, folder), 0o755)
  await fs.writeFile(settings, 'multiuser: true\nsmtp_url: smtp://studio:hush@mail.example.com\n', { mode: 0o644 })
  // nobody else enters a root that is closed itself
  expect((await examine(root)).Rights).toMatchObject({ isWell: true })
  await fs.chmod(root, 0o755)
  const found = await examine(root)
  expect(found.Rights).toMatchObject({
    isWell: false,
    text: expect.stringMatching(/others may read .*databases, .*outputs, .*before-restore-20261126-031500\./),
  })
  expect(found.Secrets).toMatchObject({ isWell: false, text: expect.stringMatching(/bottega\.yaml.* then change smtp_url\.$/) })
  const mended = await examine(root, { fix: true })
  expect([mended.Rights, mended.Secrets]).toMatchObject([{ isWell: true }, { isWell: true }])
  for (const path of folders) expect((await fs.stat(join(root, path))).mode & 0o777).toBe(0o750)
  expect((await fs.stat(settings)).mode & 0o777).toBe(0o600)
})

test('a clock that is behind, a failed backup, a missing one and a taken port are told', async () => {
  const db = await openRootDatabase(root)
  await transaction(db, (tx) =>
    tx.insertInto('audit_entries').values({ action: 'setup', created_at: '2099-01-01 00:00:00.000' }).execute(),
  )
  await db.close()
  expect((await examine(root)).Clock).toMatchObject({ isWell: false, text: expect.stringContaining('2099-01-01T00:00:00.000Z') })
  expect((await examine(root)).Backups).toMatchObject({ isWell: true, text: expect.stringContaining('none was made') })
  expect((await examine(root, { env: { BOTTEGA_BACKUP_SCHEDULE: 'daily' } })).Backups).toMatchObject({ isWell: false })
  const time = new Date().toISOString()
  const failed = { outcome: 'failure', started_at: time, ended_at: time, bytes: null, error: 'The disk is full.' } as const
  await noteBackup({ backups: join(root, 'backups') }, { ...failed, path: root })
  expect((await examine(root)).Backups).toMatchObject({ isWell: false, text: expect.stringContaining('The disk is full.') })

  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as { readonly port: number }
  expect((await examine(root, { env: { BOTTEGA_PORT: String(port) } })).Server).toMatchObject({
    isWell: false,
    text: expect.stringContaining(`port ${port} of 127.0.0.1 is taken`),
  })
})

test('a mail server is asked whether it takes mails, and what it does not like comes with a remedy', async () => {
  const account = { name: 'studio', password: 'Secret-Of-Mail-5' }
  const tls = lacksOpenssl() === undefined ? { ...(await makeCertificate()), begins: 'at once' as const } : undefined
  const [plain, sealed] = [await openMailbox({ account }), await openMailbox({ account, ...(tls && { tls }) })]
  const rest = { BOTTEGA_MAIL_FROM: 'studio@example.test', BOTTEGA_PUBLIC_URL: 'https://studio.example' }
  const ask = async (url: string, more: Readonly<Record<string, string>> = rest) =>
    (await examine(root, { env: { BOTTEGA_SMTP_URL: url, ...more } })).Mail
  try {
    expect((await examine(root)).Mail).toBeUndefined()
    expect(await ask(plain.url)).toMatchObject({ isWell: true, text: expect.stringContaining('takes mails') })
    expect(await ask(plain.url, {})).toMatchObject({
      isWell: false,
      text: expect.stringMatching(/without mail_from and public_url/),
    })
    expect((await examine(root, { env: { BOTTEGA_MAIL_FROM: rest.BOTTEGA_MAIL_FROM } })).Mail).toMatchObject({
      isWell: false,
      text: expect.stringContaining('smtp_url is not set'),
    })
    const wrong = await ask(plain.url.replace('Secret', 'Guess'))
    expect(wrong).toMatchObject({ isWell: false, text: expect.stringMatching(/refuses the name or the password.*535/) })
    expect(wrong?.text).not.toContain('Guess')
    if (tls !== undefined) {
      expect(await ask(sealed.url)).toMatchObject({
        isWell: false,
        text: expect.stringContaining('set smtp_self_signed to true'),
      })
      expect(await ask(sealed.url, { ...rest, BOTTEGA_SMTP_SELF_SIGNED: 'true' })).toMatchObject({ isWell: true })
      expect(await ask(plain.url.replace('smtp:', 'smtps:'))).toMatchObject({ text: expect.stringContaining('STARTTLS') })
    }
    expect(plain.mails).toEqual([])
  } finally {
    await plain.close()
    await sealed.close()
  }
  expect(await ask(plain.url)).toMatchObject({ isWell: false, text: expect.stringContaining('nothing that takes mails answers') })
})

test('a mail is sent to try the mail server, and its answer is told', async () => {
  const mailbox = await openMailbox({ account: { name: 'studio', password: 'Secret-Of-Mail-5' } })
  onTestFinished(() => mailbox.close())
  const env = {
    BOTTEGA_SMTP_URL: mailbox.url,
    BOTTEGA_MAIL_FROM: 'Studio <studio@example.test>',
    BOTTEGA_PUBLIC_URL: 'https://studio.example',
  }
  const ask = async (more = env) => (await examine(root, { env: more, mailTo: 'ada@example.test' })).Mail
  expect(await ask()).toMatchObject({
    isWell: true,
    text: expect.stringMatching(/took a mail to ada@example.test and answered: 250 /),
  })
  expect(mailbox.mails).toMatchObject([
    { from: 'studio@example.test', to: ['ada@example.test'], subject: 'A mail from Bottega, to try it' },
  ])
  mailbox.refuse()
  expect(await ask()).toMatchObject({ isWell: false, text: expect.stringContaining('no mailbox for ada@example.test') })
  expect(await ask({ ...env, BOTTEGA_SMTP_URL: '' })).toMatchObject({
    isWell: false,
    text: expect.stringContaining('smtp_url is not set'),
  })
  const { exitCode, stderr } = await runProgram(inject('dist'), ['doctor', '--root', root, '--mail-to', 'ada'], { cwd: root })
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('It has to be an e-mail address.')])
})
