import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openListener } from '../testing/listener.ts'
import { addPerson, makeKey, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const PASSWORD = 'Passage of somebody 7'

let root: string
let server: TemporaryServer | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega accounts é '))
})
afterEach(async () => {
  await server?.close()
  server = undefined
  await rm(root, { recursive: true, force: true })
})

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

const commandLine = (args: readonly string[], at = root) => [join(inject('dist'), 'program.js'), ...args, '--root', at]

/** Runs a command, whose input is a pipe that stays open unless it is given. */
async function bottega(args: readonly string[], { input, at }: { input?: string; at?: string } = {}): Promise<Ended> {
  const child = spawn(process.execPath, commandLine(args, at), { stdio: 'pipe' })
  if (input !== undefined) child.stdin.write(input)
  // whoever reads nothing is not waited for
  child.stdin.on('error', () => {})
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, out, err }
}

const add = (email: string, ...more: string[]) => bottega(['useradd', '--email', email, '--password', PASSWORD, ...more])
const list = async (): Promise<{ id: string; email: string; name: string | null; is_admin: boolean; is_active: boolean }[]> =>
  JSON.parse((await bottega(['userlist', '--json'])).out)

/** Runs a command at a pseudo terminal; an answer is typed when what it answers was read. */
const AT_TERMINAL = `
import json, os, pty, sys
command, talk = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen = b''
def read():
    global seen
    try:
        chunk = os.read(fd, 4096)
    except OSError:
        chunk = b''
    seen += chunk
    return chunk
at = 0
for expected, answer in talk:
    while expected.encode() not in seen[at:] and read():
        pass
    at = len(seen)
    os.write(fd, answer.encode())
while read():
    pass
print(json.dumps([seen.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])]))
`

const hasPty = spawnSync('python3', ['-c', 'import pty']).status === 0
if (!hasPty) console.warn('What is asked at a terminal was not tested: there is no python3 with pty')
const atTerminal = test.skipIf(!hasPty)

async function talk(args: readonly string[], ...answers: readonly (readonly [expected: string, answer: string])[]) {
  const child = spawn('python3', ['-c', AT_TERMINAL, JSON.stringify([[process.execPath, ...commandLine(args)], answers])])
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (out === '') throw new Error(err)
  const [screen, code]: [string, number] = JSON.parse(out)
  return { screen, code }
}

atTerminal('an account is made at a terminal, which never shows a password', async () => {
  const { screen, code } = await talk(
    ['useradd'],
    ['Email address: ', 'Ann@example.test\r'],
    ['Display name (optional): ', 'Ann é 雪\r'],
    ['Password: ', 'Some words 1\r'],
    ['Confirm password: ', 'Some words 2\r'],
    ['Password: ', `${PASSWORD}\r`],
    ['Confirm password: ', `${PASSWORD}\r`],
    ['administrator? (y/N): ', 'y\r'],
  )
  expect(code).toBe(0)
  expect(screen).toMatch(/do not match.*User created successfully!/s)
  expect(screen).not.toMatch(/Some words|Passage/)
  expect(await list()).toMatchObject([{ email: 'Ann@example.test', name: 'Ann é 雪', is_admin: true, is_active: true }])
})

atTerminal('what is pasted as a whole answers question after question, and passwords in it are not shown', async () => {
  const lines = ['ann@example.test', 'Ann', PASSWORD, PASSWORD, 'n', '']
  const { screen, code } = await talk(['useradd'], ['Email address: ', lines.join('\r')])
  expect([code, screen]).toEqual([0, expect.not.stringContaining('Passage')])
  expect(await list()).toMatchObject([{ email: 'ann@example.test', name: 'Ann', is_admin: false }])
})

atTerminal('an account is changed and deleted at a terminal', async () => {
  await add('ann@example.test', '--name', 'Ann')
  const changed = await talk(
    ['usermod'],
    ['to modify: ', 'ANN@example.test\r'],
    ['[Ann]: ', '\r'],
    ['Change password? (y/N): ', 'y\r'],
    ['New password: ', 'Other words 9\r'],
    ['Confirm password: ', 'Other words 9\r'],
    ['Change admin status? (y/N): ', 'y\r'],
    ['[current: No] (y/N): ', 'y\r'],
  )
  expect([changed.code, changed.screen]).toEqual([0, expect.not.stringContaining('Other words')])
  expect(await list()).toMatchObject([{ name: 'Ann', is_admin: true }])
  await add('bert@example.test')
  const kept = await talk(['userdel'], ['to delete: ', 'bert@example.test\r'], ['(y/N): ', 'no\r'])
  expect([kept.code, kept.screen]).toEqual([1, expect.stringContaining('Deletion cancelled.')])
  const deleted = await talk(['userdel'], ['to delete: ', 'bert@example.test\r'], ['(y/N): ', 'yes\r'])
  expect([deleted.code, deleted.screen]).toEqual([0, expect.stringContaining('User deleted successfully!')])
  expect(await list()).toHaveLength(1)
  const left = await talk(['usermod'], ['modify: ', 'ann@example.test\r'], ['[Ann]', '\r'], ['(y/N)', '\r'], ['(y/N)', '\r'])
  expect([left.code, left.screen]).toEqual([0, expect.stringContaining('No changes requested. User not modified.')])
})

atTerminal.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at a question ends a command without a trace', async (_key, typed) => {
  const { screen, code } = await talk(
    ['useradd'],
    ['Email address: ', 'ann@example.test\r'],
    ['name', '\r'],
    ['Password: ', typed],
  )
  expect([code, screen]).toEqual([130, expect.stringContaining('Stopped.')])
  expect(screen).not.toContain('    at ')
  expect(await list()).toEqual([])
})

atTerminal('a password that --password - reads from a terminal is not shown', async () => {
  const { screen, code } = await talk(
    ['useradd', '--email', 'ann@example.test', '--password', '-'],
    ['Password: ', `${PASSWORD}\r`],
  )
  expect([code, screen]).toEqual([0, expect.not.stringContaining('Passage')])
})

test.each([
  ['a line end of Windows', `${PASSWORD}\r\nanother line\r\n`, PASSWORD],
  ['no line end', PASSWORD, PASSWORD],
  ['blanks and odd separators', ` Two\u2028words é 1 \n`, ' Two\u2028words é 1 '],
])('the first line of the input is the password, whole: %s', async (_title, input, password) => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const child = spawn(process.execPath, commandLine(['useradd', '--email', 'ann@example.test', '-p', '-'], server.root))
  child.stdin.end(input)
  expect(await once(child, 'exit')).toEqual([0, null])
  await signIn(server, { email: 'ann@example.test', password })
})

test('a command does not wait for the end of an input whose first line it has read', async () => {
  expect(await bottega(['useradd', '--email', 'a@b.test', '--password', '-'], { input: `${PASSWORD}\n` })).toMatchObject({
    code: 0,
  })
})

test.each([
  [['useradd'], '--email'],
  [['useradd', '--email', 'a@b.test'], '--password'],
  [['useradd', '--password', PASSWORD], '--email'],
  [['usermod'], '--email'],
  [['usermod', '--name', 'x'], '--email'],
  [['usermod', '--email', 'a@b.test'], '--name'],
  [['userdel'], '--email'],
  [['userdel', '--force'], '--email'],
  [['userdel', '--email', 'a@b.test'], '--force'],
  [['useradd', '--email', 'a@b.test', '--password', '-'], '--password'],
  [['useradd', '--email', 'a@b.test', '--password', PASSWORD, '--admin', '--no-admin'], '--no-admin'],
  [['usermod', '--email', 'a@b.test', '--no-admin', '-a'], '--admin'],
  [['usermod', '--email', 'a@b.test', '--activate', '--deactivate'], '--deactivate'],
  [['usermod', '--email', 'a@b.test', '--name', 'n'.repeat(256)], '--name'],
  [['userlist', '--colour'], '--colour'],
])('%j is used wrongly, which is said at once', async (args, option) => {
  const ended = await bottega(args, args.at(-1) === '-' ? { input: '\n' } : {})
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(option) })
  await expect(stat(join(root, 'databases'))).rejects.toThrow('ENOENT')
})

test.each([
  [['usermod', '--email', 'nobody@b.test', '--name', 'x'], "No user found with email 'nobody@b.test'"],
  [['userdel', '--email', 'nobody@b.test', '--force'], "No user found with email 'nobody@b.test'"],
  [['useradd', '--email', 'no address', '--password', PASSWORD], "'no address' is no e-mail address"],
  [['useradd', '--email', 'a@b.test', '--password', 'short'], 'at least 8 characters'],
  [['useradd', '--email', 'SYSTEM@system.invokeai', '--password', PASSWORD], 'already exists'],
  [['usermod', '--email', 'system@system.invokeai', '--password', PASSWORD], 'The system user cannot'],
  [['userdel', '--email', 'system@system.invokeai', '--force'], 'The system user cannot'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, out, err } = await bottega(args)
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(sentence)])
  expect(err).not.toMatch(/ {4}at |Passage/)
})

test('accounts have odd names on odd roots, and are listed as a table without what moves a terminal', async () => {
  const at = join(root, 'a root of 雪', "d'ici")
  const name = 'Zoë "雪" <b>'
  const args = ['useradd', '-e', "o'neil+1@bücher.example", '-p', PASSWORD, '-n', name, '-a', '--json']
  const added = await bottega(args, { at })
  expect(JSON.parse(added.out)).toMatchObject({ email: "o'neil+1@bücher.example", name, is_admin: true })
  await bottega(['useradd', '--email', 'esc@example.test', '--password', PASSWORD, '--name', 'a\u001b[2Jb\nc'], { at })
  const table = (await bottega(['userlist'], { at })).out
  expect(table).toMatch(/^=== Bottega users ===\nEmail +Display name +Admin +Active\n/)
  expect(table).toContain('a\ufffd[2Jb\ufffdc')
  expect(table).toContain('Total users: 2')
  const wide = (await bottega(['userlist', '--verbose'], { at })).out
  expect(wide).toMatch(/Created \(UTC\) +Last login \(UTC\) +User ID\n/)
  expect(wide).toContain(JSON.parse(added.out).id)
})

test('strictness follows the setting', async () => {
  await writeFile(join(root, 'bottega.yaml'), 'strict_password_checking: false\n')
  expect(await bottega(['useradd', '--email', 'a@b.test', '--password', 'x'])).toMatchObject({ code: 0 })
})

test('of the administrators one stays, however many commands take them away at once', async () => {
  const emails = ['a@b.test', 'b@b.test', 'c@b.test']
  for (const email of emails) await add(email, '--admin')
  const ended = await Promise.all([
    bottega(['userdel', '--email', 'a@b.test', '--force']),
    bottega(['usermod', '--email', 'b@b.test', '--no-admin']),
    bottega(['usermod', '--email', 'c@b.test', '--deactivate']),
  ])
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 0, 1])
  expect(ended.find(({ code }) => code === 1)?.err).toContain('Cannot remove the last administrator')
  expect((await list()).filter(({ is_admin, is_active }) => is_admin && is_active)).toHaveLength(1)
})

test.each(['useradd', 'usermod', 'userdel', 'userlist'])(
  '%s has a program of its own, and help that makes nothing',
  async (name) => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, `../../bin/bottega-${name}.mjs`), '--help'],
      {
        encoding: 'utf8',
        env: { ...process.env, BOTTEGA_ROOT: join(root, 'none') },
      },
    )
    expect([status, stdout]).toEqual([0, expect.stringContaining(`Usage: bottega ${name}`)])
    expect(stdout).toContain('--root')
    await expect(stat(join(root, 'none'))).rejects.toThrow('ENOENT')
  },
)

test('what a command does to an account counts on a running server with the next request, and closes sockets', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const at = server.root
  const admin = await setUpAdministrator(server)
  const ann = await addPerson(server, admin, 'ann')
  const watch = (token: string) => openListener(server?.url ?? '', { auth: { token } })
  const change = async (...args: string[]) => expect(await bottega(args, { at })).toMatchObject({ code: 0 })
  const statusOf = async ({ request }: typeof ann, path: string) => (await request('GET', path)).status

  await change('usermod', '--email', ann.email, '--admin')
  expect(await statusOf(ann, '/api/v1/auth/users')).toBe(200)
  await change('usermod', '--email', ann.email, '--no-admin')
  expect(await statusOf(ann, '/api/v1/auth/users')).toBe(403)

  const ends = [
    ['usermod', '--email', ann.email, '--password', 'Other words 9'],
    ['usermod', '--email', ann.email, '--deactivate'],
    ['userdel', '--email', ann.email, '--force'],
  ]
  let person = ann
  for (const [index, args] of ends.entries()) {
    const { socket } = await watch(person.token)
    const closed = new Promise((resolve) => socket.on('disconnect', resolve))
    await change(...args)
    expect(await statusOf(person, '/api/v1/auth/me')).toBe(401)
    await closed
    if (index === 1) await change('usermod', '--email', ann.email, '--activate')
    if (index < 2) person = await signIn(server, { email: ann.email, password: 'Other words 9' })
  }
  expect(await statusOf(admin, '/api/v1/auth/me')).toBe(200)
})

test('the keys of an account end by a command, alone or with a new password', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const at = server.root
  const ann = await addPerson(server, await setUpAdministrator(server), 'ann')
  const key = await makeKey(server, ann, ['manage'])
  const statusOf = async ({ request }: Pick<typeof ann, 'request'>) => (await request('GET', '/api/v1/auth/me')).status

  const renewal = ['usermod', '--email', ann.email, '--password', 'Other words 9']
  expect(await bottega(renewal, { at })).toMatchObject({ code: 0 })
  expect([await statusOf(ann), await statusOf(key)]).toEqual([401, 200])
  const ended = await bottega(['usermod', '--email', ann.email, '--end-keys'], { at })
  expect(ended).toMatchObject({ code: 0, err: 'Deleted 1 API key.\n' })
  expect(await statusOf(key)).toBe(401)
})

test('a new secret signs everybody out, beside a running server too', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const admin = await setUpAdministrator(server)
  const key = join(server.root, 'secrets', 'jwt.key')
  const before = await readFile(key, 'utf8')
  expect(await bottega(['config', 'rotate-secret'], { at: server.root })).toMatchObject({ code: 0 })
  expect(await readFile(key, 'utf8')).not.toBe(before)
  expect((await stat(key)).mode & 0o777).toBe(0o600)
  expect((await admin.request('GET', '/api/v1/auth/me')).status).toBe(401)
  await signIn(server, admin)
})

test('an administrator who comes by a command makes the setup code useless', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const code = join(server.root, 'setup-code')
  expect((await stat(code)).mode & 0o777).toBe(0o600)
  await bottega(['useradd', '--email', 'ada@example.test', '--password', PASSWORD, '--admin'], { at: server.root })
  await expect.poll(() => stat(code).catch((error) => error.code)).toBe('ENOENT')
})

test('a root without an administrator, and secrets that others may read, are told', async () => {
  await writeFile(join(root, 'bottega.yaml'), 'multiuser: true\n')
  const doctor = async () => (await bottega(['doctor'])).out
  expect(await doctor()).toContain('WRONG  Accounts: there is no administrator. Make one with "bottega useradd --admin".')
  await add('ada@example.test', '--admin')
  await bottega(['config', 'rotate-secret'])
  expect(await doctor()).toMatch(/^ok {5}Accounts: 1, with an administrator\nok {5}Secrets: /m)
  await chmod(join(root, 'secrets', 'jwt.key'), 0o644)
  expect(await doctor()).toContain(`WRONG  Secrets: others may reach ${join(root, 'secrets', 'jwt.key')}.`)
})

test('a secret that could be guessed is refused', async () => {
  await add('ada@example.test')
  await writeFile(join(root, 'secrets', 'jwt.key'), 'short\n')
  const ended = await bottega(['serve', '--port', '0'])
  expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('shorter than 32 characters')])
})

test('a link for a new password is printed, works once and puts the older one out', async () => {
  await add('ann@example.com')
  const alone = await bottega(['reset-link', '--email', 'ann@example.com'])
  expect(alone).toMatchObject({ code: 0, err: '' })
  expect(alone.out).toMatch(/^http:\/\/127\.0\.0\.1:9090\/new-password#[\w-]{43}\nIt works once, until /)

  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const ben = await addPerson(server, await setUpAdministrator(server), 'ben')
  const make = async (): Promise<{ url: string; token: string }> => {
    const end = await bottega(['reset-link', '--email', ben.email.toUpperCase(), '--json'], { at: server?.root ?? '' })
    return JSON.parse(end.out)
  }
  const [older, newer] = [await make(), await make()]
  expect(newer.url).toBe(`${server.url}/new-password#${newer.token}`)
  const json = { new_password: 'Another-Horse-8' }
  const reset = async ({ token }: { token: string }) =>
    (await server?.request('POST', '/api/v1/auth/reset-password', { json: { token, ...json } }))?.status
  expect([await reset(older), await reset(newer), await reset(newer)]).toEqual([400, 200, 400])
  await signIn(server, { email: ben.email, password: json.new_password })
})

test.each([
  [['--email', 'nobody@example.com'], 1, /nobody@example\.com/],
  [['--email', 'system@system.invokeai'], 1, /system/i],
  [[], 2, /--email/],
])('no link for %j', async (args, code, said) => {
  const end = await bottega(['reset-link', ...args])
  expect(end).toMatchObject({ code, out: '' })
  expect(end.err).toMatch(said)
})
