import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type Mailbox, openMailbox, type ProgramProcess, runProgram, startProgram } from '@bottega/testing'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openSqlite } from '../data/sqlite.ts'
import { findLeaks, type ReadText, type Secret } from '../testing/find-leaks.ts'
import { makePictureGraph, type TestModel } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { pictureForm } from '../testing/make-things.ts'
import { enqueueAs, expectStatus, listenAs, makeKey, type Person, signIn, signInByCookie } from '../testing/people.ts'
import { type Answer, createRequest, type RequestOptions } from '../testing/temporary-server.ts'

/*
 * Every kind of secret goes through the real interface, the right way and wrong ways, on the built program at its most talkative; then
 * everything that somebody else might read is read: what the program says, every file of the root, a backup, the audit log, figures,
 * refusals, lists, archives, events, and what commands print.
 */

const API = '/api/v1'
const AUTH = `${API}/auth`
const SMTP = { name: 'post', password: 'Brief & Siegel "7"' }
const PROMPT = 'zinnoberfuchs im gegenlicht'

let place: string
let root: string
let mailbox: Mailbox
let program: ProgramProcess
let server: { readonly url: string; readonly request: ReturnType<typeof createRequest> }
const listeners: Listener[] = []

const secrets: Secret[] = []
/** What people wrote is theirs: it belongs into no log and no figure. */
const prompts: Secret[] = [{ what: 'a prompt', value: PROMPT }]
/** Read by somebody whose they are not. */
const told: ReadText[] = []

const plant = (what: string, value: string): string => {
  expect([what, value.length]).toEqual([what, expect.any(Number)])
  expect(value.length).toBeGreaterThan(7)
  secrets.push({ what, value })
  return value
}
const tell = (where: string, bytes: string | Buffer) => void told.push({ where, bytes: Buffer.from(bytes as string) })

const bottega = async (...args: string[]) => {
  const end = await runProgram(inject('dist'), [...args, '--root', root], { cwd: place })
  tell(`bottega ${args[0]} ${args[1]}`, end.stdout + end.stderr)
  return end
}

beforeAll(async () => {
  place = await fs.mkdtemp(join(tmpdir(), 'bottega secrets é '))
  root = join(place, 'root')
  await fs.mkdir(root)
  mailbox = await openMailbox({ account: SMTP })
  const settings = [
    'multiuser: true',
    'login_throttle: false',
    'log_level: debug',
    'log_format: json',
    'public_url: https://studio.example/bottega/',
    `smtp_url: ${mailbox.url}`,
    'mail_from: studio@example.test',
  ]
  await fs.writeFile(join(root, 'bottega.yaml'), `${settings.join('\n')}\n`)
  program = startProgram(inject('dist'), ['serve', '--root', root, '--port', '0'], { cwd: root })
  const [, url = ''] = await program.says(/ready at (\S+)/)
  const request = createRequest(url)
  // each refusal is read by whoever stands beside
  const read = async (method: string, path: string, options?: RequestOptions) => {
    const answer = await request(method, path, options)
    if (answer.status >= 400) tell(`the answer ${answer.status} to ${method}`, toText(answer))
    return answer
  }
  server = { url, request: read }
})
afterAll(async () => {
  for (const one of listeners) one.close()
  program.endGroup()
  await program.ended
  await mailbox.close()
  await fs.rm(place, { recursive: true })
})

const toText = ({ bytes, headers }: Answer) => Buffer.concat([bytes, Buffer.from(JSON.stringify([...headers]))])
const post = (path: string, json: unknown, headers: Readonly<Record<string, string>> = {}) =>
  server.request('POST', path, { json, headers })

/** The first administrator, by the code of the setup, from another machine. */
async function setUp(): Promise<Person> {
  const code = plant('the code of the setup', (await fs.readFile(join(root, 'setup-code'), 'utf8')).trim())
  const elsewhere = { 'x-forwarded-for': '203.0.113.7' }
  const account = {
    email: 'ada@people.test',
    password: plant('the first password', 'Erste & "Letzte" Worte 7ä'),
    display_name: 'Ada',
  }
  expect((await post(`${AUTH}/setup`, { ...account, setup_code: `${code}x` }, elsewhere)).status).toBe(403)
  expect((await post(`${AUTH}/setup`, { ...account, setup_code: code, more: code }, elsewhere)).status).toBeLessThan(500)
  await post(`${AUTH}/setup`, { ...account, setup_code: code }, elsewhere)
  const admin = await signIn(server, account)
  plant('the token of a session', admin.token)
  return admin
}

/** A password in every field, wrong or right, where one may be. */
async function usePasswords(admin: Person): Promise<Person> {
  const account = { email: 'ann@people.test', password: plant('a password', 'Ganz "geheim" & leise 8'), display_name: 'Ann' }
  const weak = plant('a password that is refused', 'nur-kleine-zeichen')
  expect((await admin.request('POST', `${AUTH}/users`, { json: { ...account, password: weak } })).status).toBe(400)
  await expectStatus(admin.request('POST', `${AUTH}/users`, { json: account }), 201)
  const wrong = plant('a wrong password', 'Falsch & "falscher" 9ö')
  for (const json of [
    { email: account.email, password: wrong },
    { email: 'nobody@people.test', password: wrong },
    { email: wrong, password: wrong },
    { email: account.email, password: [wrong] },
    { email: account.email, password: { [wrong]: wrong } },
    { email: account.email, [wrong]: wrong },
    { email: account.email, password: wrong, remember_me: wrong },
  ]) {
    expect((await post(`${AUTH}/login`, json)).status).toBeGreaterThanOrEqual(401)
  }
  for (const body of [
    `{"email":"${account.email}","password":"${wrong.slice(0, 6)}`,
    wrong,
    `{"password": ${wrong}}`,
    `"${encodeURI(wrong)}"`,
  ]) {
    const headers = { 'content-type': 'application/json' }
    expect((await server.request('POST', `${AUTH}/login`, { body, headers })).status).toBeLessThan(500)
  }
  const form = new FormData()
  form.set('password', wrong)
  expect((await server.request('POST', `${AUTH}/login`, { body: form })).status).toBeLessThan(500)
  // in addresses and headers, where they do not belong
  for (const path of [
    `${AUTH}/login?password=${encodeURIComponent(wrong)}`,
    `${AUTH}/${encodeURIComponent(wrong)}`,
    `/${encodeURIComponent(wrong)}`,
  ]) {
    await server.request('GET', path)
  }
  const basic = Buffer.from(`${account.email}:${wrong}`).toString('base64')
  expect((await server.request('GET', `${AUTH}/me`, { headers: { authorization: `Basic ${basic}` } })).status).toBe(401)
  const ann = await signIn(server, account)
  plant('the token of a session', ann.token)
  const { session, media } = await signInByCookie(server, account)
  for (const [what, pair] of [
    ['the session cookie', session],
    ['the media cookie', media],
  ] as const)
    plant(what, pair.split('=')[1] ?? '')
  expect((await server.request('GET', `${AUTH}/me`, { headers: { cookie: session } })).status).toBe(200)
  expect(
    (await server.request('POST', `${AUTH}/logout`, { headers: { cookie: session, origin: 'https://evil.example' } })).status,
  ).toBe(403)
  const patch = (json: object) => ann.request('PATCH', `${AUTH}/me`, { json })
  const next = plant('a new password', 'Ganz "neu" & lauter 8')
  expect((await patch({ current_password: wrong, new_password: next })).status).toBe(400)
  expect((await patch({ current_password: account.password, new_password: weak })).status).toBe(400)
  expect((await patch({ current_password: account.password, new_password: [next] })).status).toBe(422)
  const changed = await expectStatus(patch({ current_password: account.password, new_password: next }), 200)
  plant('the token that a password change gives', changed.headers.get('x-refreshed-token') ?? '')
  const again = await signIn(server, { email: account.email, password: next })
  plant('the token of a session', again.token)
  return again
}

/** Tokens and keys where they belong, cut short, ended, and in addresses. */
async function useTokens(admin: Person, ann: Person): Promise<void> {
  const keys = [
    await makeKey(server, ann, ['read']),
    await makeKey(server, ann, ['generate']),
    await makeKey(server, admin, ['manage']),
  ]
  for (const key of keys) plant('an API key', key.token)
  const [reading, , managing] = keys
  expect((await reading!.request('POST', `${API}/boards/?board_name=b`)).status).toBe(403)
  expect((await managing!.request('GET', `${AUTH}/users`)).status).toBe(200)
  expect(
    (await managing!.request('POST', `${AUTH}/api-keys`, { json: { name: managing!.token, scopes: ['own'] } })).status,
  ).toBeGreaterThanOrEqual(403)
  for (const token of [reading!.token, ann.token, admin.token]) {
    for (const path of [
      `${AUTH}/me?token=${token}`,
      `${AUTH}/api-keys/${token}`,
      `${AUTH}/sessions/${token}`,
      `${API}/public/${token}`,
    ]) {
      for (const method of ['GET', 'DELETE']) expect((await server.request(method, path)).status).toBeGreaterThanOrEqual(400)
    }
    expect((await server.request('GET', `${AUTH}/me`, { headers: { authorization: `Bearer ${token}x` } })).status).toBe(401)
    expect((await server.request('GET', `${AUTH}/me`, { headers: { authorization: `Token ${token}` } })).status).toBe(401)
    await ann.request('DELETE', `${AUTH}/api-keys/${encodeURIComponent(token)}`)
    await expect(refuseSocket({ token: `${token}x` })).resolves.toBeDefined()
    await expect(refuseSocket({ token: { token } })).resolves.toBeDefined()
  }
  const ended = await makeKey(server, ann, ['read'])
  plant('an API key that was revoked', ended.token)
  await expectStatus(ann.request('DELETE', `${AUTH}/api-keys/${ended.keyId}`), 204)
  expect((await ended.request('GET', `${AUTH}/me`)).status).toBe(401)
}

/** What a socket is refused with. */
function refuseSocket(auth: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { path: '/ws/socket.io', transports: ['websocket'], forceNew: true, reconnection: false, auth }
    const socket = io(server.url, options)
    socket.on('connect', () => {
      socket.close()
      reject(new Error('it was let in'))
    })
    socket.on('connect_error', (error) => {
      socket.close()
      tell('the refusal of a socket', JSON.stringify([error.message, error]))
      resolve(error.message)
    })
  })
}

/** Public links with passwords. */
async function useLinks(ann: Person): Promise<string> {
  const board = String(
    (await expectStatus(ann.request('POST', `${API}/boards/?board_name=Linked`), 201)).json['board_id' as never],
  )
  const password = plant('the password of a link', 'Nur für "Freunde" & so 5')
  const wrong = plant('a wrong password of a link', 'Nicht-für-Fremde & so 5')
  const { json } = await expectStatus(ann.request('POST', `${API}/boards/${board}/links`, { json: { password } }), 201)
  const { id, token }: { id: string; token: string } = json
  plant('the token of a link', token)
  const follow = (path: string, sent?: string) =>
    server.request('GET', `${API}/public/${path}`, {
      headers: sent === undefined ? {} : { 'x-link-password': encodeURIComponent(sent) },
    })
  for (const sent of [undefined, wrong, password]) expect((await follow(token, sent)).status).toBeLessThan(500)
  for (const path of [
    `${token}x`,
    `${token}/images/nothing/full`,
    `${token}/nothing`,
    `${token}?password=${encodeURIComponent(password)}`,
  ]) {
    expect((await follow(path, wrong)).status).toBeGreaterThanOrEqual(401)
  }
  await server.request('GET', `/shared/${token}`)
  for (const json of [{ password: [password] }, { password, expires_at: password }, { [password]: password }]) {
    expect((await ann.request('POST', `${API}/boards/${board}/links`, { json })).status).toBeLessThan(500)
  }
  expect((await ann.request('DELETE', `${API}/boards/${board}/links/${token}`)).status).toBe(404)
  const closed = (await expectStatus(ann.request('POST', `${API}/boards/${board}/links`, { json: {} }), 201)).json as {
    id: string
    token: string
  }
  plant('the token of a link that was withdrawn', closed.token)
  await expectStatus(ann.request('DELETE', `${API}/boards/${board}/links/${closed.id}`), 204)
  expect((await follow(closed.token)).status).toBe(404)
  expect(id).not.toBe('')
  return board
}

/** Invitations and new passwords, by hand and by mail, also when the mail server refuses. */
async function useOneTimeLinks(admin: Person, ann: Person): Promise<Person> {
  const invite = async (json: object) => {
    const answer = await expectStatus(admin.request('POST', `${AUTH}/invitations`, { json }), 201)
    const made: { id: string; token: string; url: string } = answer.json
    plant('the token of an invitation', made.token)
    return made
  }
  const accept = (json: object) => post(`${AUTH}/invitations/accept`, json)
  const password = plant('the password of somebody invited', 'Willkommen "hier" & da 6')
  const { token } = await invite({ email: 'bob@people.test', send: true })
  for (const json of [
    { token: `${token}x`, password },
    { token, password: 'schwach' },
    { token, password: [password] },
    { token: [token], password },
    { token, password, email: token },
  ]) {
    expect((await accept(json)).status).toBeGreaterThanOrEqual(400)
  }
  await expectStatus(accept({ token, password, display_name: 'Bob' }), 201)
  expect((await accept({ token, password })).status).toBe(400)
  const withdrawn = await invite({ email: 'cid@people.test' })
  expect((await admin.request('DELETE', `${AUTH}/invitations/${withdrawn.token}`)).status).toBe(404)
  await expectStatus(admin.request('DELETE', `${AUTH}/invitations/${withdrawn.id}`), 204)
  for (const path of ['invitation', 'new-password']) await server.request('GET', `/${path}?token=${token}`)

  const bob = await signIn(server, { email: 'bob@people.test', password })
  const link = (
    await expectStatus(admin.request('POST', `${AUTH}/users/${bob.userId}/reset-link`, { json: { send: true } }), 201)
  ).json as { token: string }
  plant('the token of a reset link', link.token)
  const chosen = plant('a password that a link set', 'Neu "gewählt" & gut 4')
  const reset = (json: object) => post(`${AUTH}/reset-password`, json)
  for (const json of [
    { token: link.token, new_password: 'x' },
    { token: { token: link.token }, new_password: chosen },
    { token: token, new_password: chosen },
  ]) {
    expect((await reset(json)).status).toBeGreaterThanOrEqual(400)
  }
  await expectStatus(reset({ token: link.token, new_password: chosen }), 200)
  expect((await reset({ token: link.token, new_password: chosen })).status).toBe(400)
  await post(`${AUTH}/forgot-password`, { email: ann.email })
  await expect.poll(() => mailbox.mails.length).toBe(3)
  for (const mail of mailbox.mails) {
    plant('the token of a mail', mail.link.split('#')[1] ?? '')
    const [longest = ''] = mail.text.split('\n').toSorted((a, b) => b.length - a.length)
    plant('the text of a mail', longest)
  }
  // the mail server that knows the password no more is told of in the log
  const known = SMTP.password
  SMTP.password = 'another one'
  await invite({ email: 'dan@people.test', send: true })
  SMTP.password = known
  mailbox.refuse()
  await invite({ email: 'eve@people.test', send: true })
  const after = await signIn(server, { email: bob.email, password: chosen })
  plant('the token of a session', after.token)
  return { ...after, password: chosen }
}

/** A picture from a prompt, one from a graph that fails, and a prompt in all that takes one. */
async function usePrompts(ann: Person, board: string): Promise<void> {
  const { json } = await ann.request('GET', '/api/v2/models/?model_type=main')
  const [model] = (json as { models: TestModel[] }).models
  const { itemIds } = await enqueueAs(
    ann,
    makePictureGraph(model!, { prompt: PROMPT, negative: PROMPT, board, width: 64, height: 64 }),
  )
  const failing = { id: 'g', nodes: { [PROMPT]: { id: PROMPT, type: 'integer_math', operation: 'DIV', a: 1, b: 0 } }, edges: [] }
  expect(
    (await ann.request('POST', `${API}/queue/default/enqueue_batch`, { json: { batch: { graph: failing, runs: 1 } } })).status,
  ).toBeLessThan(500)
  const broken = {
    id: 'g',
    nodes: { n: { id: 'n', type: 'img_resize', image: { image_name: PROMPT }, width: PROMPT } },
    edges: [],
  }
  expect(
    (await ann.request('POST', `${API}/queue/default/enqueue_batch`, { json: { batch: { graph: broken, runs: 1 } } })).status,
  ).toBeLessThan(500)
  const ended = ({ item_id, status }: Readonly<Record<string, unknown>>) =>
    item_id === itemIds[0] && ['completed', 'failed'].includes(String(status))
  expect(await listeners[1]!.hear('queue_item_status_changed', ended)).toMatchObject({ status: 'completed' })
  const metadata = JSON.stringify({ positive_prompt: PROMPT })
  const upload = `${API}/images/upload?image_category=general&is_intermediate=false&board_id=${board}`
  await expectStatus(ann.request('POST', upload, { body: await pictureForm('file', { metadata }) }), 201)
  await ann.request('POST', upload, { body: await pictureForm(PROMPT, { metadata: PROMPT }) })
  await ann.request('GET', `${API}/images/names?search_term=${encodeURIComponent(PROMPT)}`)
  await ann.request('GET', `${API}/${encodeURIComponent(PROMPT)}`)
  await ann.request('POST', `${API}/recall/default`, { json: { positive_prompt: PROMPT } })
  await ann.request('POST', `${API}/system_prompts/`, { json: { name: 'n', content: PROMPT } })
  await ann.request('POST', `${API}/utilities/dynamicprompts`, { json: { prompt: PROMPT, max_prompts: PROMPT } })
}

/** Everything that files below a folder hold, but for those where a secret has its place. */
async function readFiles(
  folder: string,
  where: string,
  isItsPlace: (path: string) => boolean = () => false,
): Promise<ReadText[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = paths.filter((path) => !isItsPlace(relative(folder, path)))
  return Promise.all(read.map(async (path) => ({ where: `${where}/${relative(folder, path)}`, bytes: await fs.readFile(path) })))
}

/** An archive of all that somebody owns, packed by an administrator. */
async function readExport(admin: Person, { userId }: Person): Promise<void> {
  const started = (await expectStatus(admin.request('POST', `${AUTH}/users/${userId}/export`), 202)).json as {
    bulk_download_item_name: string
  }
  const path = `${API}/images/download/${encodeURIComponent(started.bulk_download_item_name)}`
  await expect.poll(async () => (await admin.request('GET', path)).status).toBe(200)
  // nothing in it is compressed
  tell('an archive', (await admin.request('GET', path)).bytes)
}

/** Lists and figures, as an administrator and others get them. */
async function readLists(everybody: readonly Person[], board: string): Promise<void> {
  for (const { email, request } of everybody) {
    for (const path of [
      ...['users', 'sessions', 'api-keys', 'invitations', 'directory', 'me', 'status', 'me/access-log'].map(
        (name) => `${AUTH}/${name}`,
      ),
      ...[
        `${API}/boards/${board}/links`,
        `${API}/boards/${board}/shares`,
        `${API}/boards/?all=true`,
        `${API}/app/runtime_config`,
      ],
      ...[`${API}/admin/transfers`, `${API}/admin/content-owners`, '/openapi.json', '/health/ready', `${API}/app/version`],
    ]) {
      tell(`GET ${path} by ${email}`, toText(await request('GET', path)))
    }
  }
}

test('no link, key, code, mail or password, and no prompt, is found where others read', { timeout: 240_000 }, async () => {
  plant('the password for the mail server', SMTP.password)
  plant('the signing key', (await fs.readFile(join(root, 'secrets/jwt.key'), 'utf8')).trim())
  const admin = await setUp()
  listeners.push(await listenAs(server, admin))
  const ann = await usePasswords(admin)
  listeners.push(await listenAs(server, ann))
  await useTokens(admin, ann)
  const board = await useLinks(ann)
  const bob = await useOneTimeLinks(admin, ann)
  listeners.push(await listenAs(server, bob))
  await usePrompts(ann, board)
  const url = `smtp://post:${encodeURIComponent(plant('a password for a mail server that is refused', 'Kein & "guter" Dienst 3'))}@`
  for (const smtp_url of [url, [url], `${url}mail.example:99999`]) {
    const answer = await admin.request('PATCH', `${API}/app/runtime_config`, { json: { smtp_url, jwt_secret_key: smtp_url } })
    expect(answer.status).toBeLessThan(500)
    tell('the answer to a change of settings', toText(answer))
  }

  // commands, of which two are used wrongly
  const typed = plant('a password that was typed', 'Getippt & "gezeigt" 2ü')
  expect((await bottega('useradd', '--email', 'fay@people.test', '--password', typed)).exitCode).toBe(0)
  expect((await bottega('useradd', '--email', 'fay@people.test', '--password', typed)).exitCode).toBe(1)
  expect((await bottega('usermod', '--email', 'fay@people.test', '--password', `${typed}${'x'.repeat(1100)}`)).exitCode).toBe(1)
  for (const args of [
    ['userlist', '--verbose'],
    ['userlist', '--json'],
    ['config', '--json'],
    ['config', 'list'],
    ['assets', 'list'],
    ['doctor', '--json'],
    ['doctor', '--fix'],
  ]) {
    await bottega(...args)
  }
  const kept = join(place, 'kept')
  expect((await bottega('backup', '--to', kept, '--json')).exitCode).toBe(0)
  const [backup = ''] = await fs.readdir(kept)
  await bottega('backup', 'verify', join(kept, backup), '--json')
  await readExport(admin, ann)
  await readLists([admin, ann, bob], board)

  // hashes are in the database and nowhere else
  const sqlite = openSqlite(join(root, 'databases/bottega.db'), 'reader')
  const hashes = [
    'users.password_hash',
    'api_keys.key_hash',
    'board_links.token_hash',
    'invitations.token_hash',
    'reset_links.token_hash',
  ].flatMap((column) => {
    const [table, name] = column.split('.')
    return sqlite
      .prepare(`select ${name} as hash from ${table} where ${name} <> ''`)
      .all([])
      .map(({ hash }): Secret => ({ what: column, value: String(hash) }))
  })
  sqlite.close()
  expect(hashes.length).toBeGreaterThan(8)

  for (const [at, one] of listeners.entries()) {
    await one.settle()
    tell(`events of socket ${at}`, JSON.stringify(one.heard()))
  }
  // what is in clear where it belongs: the settings of the administrator, the key beside nothing else, and archives that people fetch
  const isItsPlace = (path: string) => path === 'bottega.yaml' || path === 'secrets/jwt.key'
  const files = [...(await readFiles(root, 'root', isItsPlace)), ...(await readFiles(kept, 'backup'))]
  const reports = [
    { where: 'the audit log', bytes: toText(await expectStatus(admin.request('GET', `${API}/audit?limit=1000`), 200)) },
    { where: 'the audit log as a table', bytes: toText(await expectStatus(admin.request('GET', `${API}/audit.csv`), 200)) },
    { where: '/metrics', bytes: toText(await expectStatus(admin.request('GET', '/metrics'), 200)) },
    { where: '/health/ready', bytes: toText(await admin.request('GET', '/health/ready')) },
  ]
  program.signalGroup('SIGTERM')
  const { stdout, stderr } = await program.ended
  const said = [{ where: 'what the server says', bytes: Buffer.from(stdout + stderr) }]
  const logs = await readFiles(join(root, 'logs'), 'logs')

  // it did look: there is something to read in each of these places
  expect(stderr + stdout).toContain('A mail was not sent')
  expect(logs.length).toBeGreaterThan(0)
  expect(logs.map(({ bytes }) => bytes.toString()).join()).toContain('"level":"debug"')
  expect(files.some(({ where }) => where.endsWith('bottega.db-wal'))).toBe(true)
  expect(files.some(({ where }) => where.includes('backup/') && where.endsWith('bottega.db'))).toBe(true)
  expect(reports.map(({ bytes }) => bytes.length > 200 || bytes.length)).toEqual([true, true, true, expect.anything()])
  expect(told.filter(({ where }) => where.startsWith('the answer 4')).length).toBeGreaterThan(60)
  expect(told.filter(({ where }) => where.startsWith('the answer 5'))).toEqual([])
  expect(secrets.length).toBeGreaterThan(35)

  expect(findLeaks(secrets, [...told, ...files, ...reports, ...logs])).toEqual([])
  // the code is printed for whoever starts the server, and good for nothing once it was used
  const isPrinted = ({ what }: Secret) => what === 'the code of the setup'
  expect(
    findLeaks(
      secrets.filter((secret) => !isPrinted(secret)),
      said,
    ),
  ).toEqual([])
  expect(findLeaks(hashes, [...told, ...reports, ...said, ...logs])).toEqual([])
  // a refusal may say to who asked what was wrong with it
  const printed = told.filter(({ where }) => where.startsWith('bottega'))
  expect(findLeaks(prompts, [...printed, ...reports, ...said, ...logs])).toEqual([])
})
