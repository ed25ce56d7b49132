// What the page says of trouble is what the program prints: most of it is provoked here.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, type ServingProgram, startServing } from '@bottega/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { holdFiles } from '../../apps/bottega/src/data/lock.ts'
import { openSqlite } from '../../apps/bottega/src/data/sqlite.ts'

const dist = inject('dist')
const page = await readFile(join(import.meta.dirname, '../../docs/troubleshooting.md'), 'utf8')
const entries = page.split(/^### /m).slice(1)
const messages = entries.map((entry) => /^`(.*)`$/m.exec(entry)?.[1] ?? entry)

let place: string
let root: string
let server: ServingProgram
let admin: string

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'bottega trouble '))
  root = join(place, 'served')
  await bottega('config', 'multiuser', 'true', '--root', root)
  await writeFile(join(root, 'bottega.yaml'), 'multiuser: true\nmax_image_pixels: 10\nmax_queue_size: 1\ncolour: red\n')
  server = await startServing(dist, root)
  await post('auth/setup', { email: 'ada@example.com', password: 'Studio of Ada 7' })
  const { token } = (await (await send('auth/login', { email: 'ada@example.com', password: 'Studio of Ada 7' })).json()) as {
    token: string
  }
  admin = token
})
afterAll(async () => {
  await server.stop()
  await rm(place, { recursive: true })
})

/** Runs a command to its end, and tells what it has said. */
async function bottega(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await runProgram(dist, args, { cwd: place, env: { BOTTEGA_PORT: '0' } })
  return `${stdout}${stderr}`
}

/** A new root with these settings, and perhaps a database. */
async function makeRoot(settings = ''): Promise<string> {
  const path = await mkdtemp(join(place, 'root '))
  await bottega('userlist', '--root', path)
  await writeFile(join(path, 'bottega.yaml'), settings)
  return path
}

const serve = (path: string, ...more: readonly string[]) => bottega('serve', '--root', path, ...more)

function send(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const isForm = body instanceof FormData
  return fetch(`${server.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { ...(!isForm && { 'content-type': 'application/json' }), ...headers },
    body: isForm ? body : JSON.stringify(body),
  })
}

async function post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<string> {
  return ((await (await send(path, body, headers)).json()) as { detail: string }).detail
}

const asAdmin = () => ({ authorization: `Bearer ${admin}` })

async function upload(bytes: Uint8Array): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }), 'a.png')
  return post('images/upload?image_category=user&is_intermediate=false', form, asAdmin())
}

async function change(path: string, statement: string): Promise<void> {
  const sqlite = openSqlite(join(path, 'databases/bottega.db'), 'main')
  sqlite.execute(statement)
  sqlite.close()
}

/** What brings about the trouble of an entry, and answers with all that is said then. */
const PROVOKED: Readonly<Record<string, () => Promise<string>>> = {
  'Port … of … is taken by another program': async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { readonly port: number }
    const said = await serve(await makeRoot(), '--port', String(port))
    other.close()
    return said
  },
  '… is no address of this machine.': async () => serve(await makeRoot(), '--host', '203.0.113.7', '--port', '0'),
  'A server runs on the root … already, at …': () => serve(root),
  '… cannot be a folder: a file is in its place or on the way to it.': async () => {
    await writeFile(join(place, 'file'), '')
    return serve(join(place, 'file', 'root'))
  },
  '… was changed by a newer version of Bottega (…)': async () => {
    const path = await makeRoot()
    await change(path, `insert into kysely_migration (name, timestamp) values ('9999-later', '')`)
    return serve(path)
  },
  '… is not a database. Move it away, or choose another root.': async () => {
    const path = await makeRoot()
    await writeFile(join(path, 'databases/bottega.db'), 'something else '.repeat(100))
    return serve(path)
  },
  '… is not valid YAML at line …, column …': async () => serve(await makeRoot('port: [\n')),
  '… is not accepted; allowed: …': async () => serve(await makeRoot('base_url: https://studio.example.com\n')),
  '… is no setting; it is ignored.': async () => server.said(),
  'A restore into … was cut off': async () => {
    const path = await makeRoot()
    await writeFile(join(path, 'restore-unfinished.json'), '{"aside":"a","paths":[],"present":[]}')
    return serve(path)
  },
  'Incorrect email or password': () => post('auth/login', { email: 'nobody@example.com', password: 'x' }),
  'Too many failed attempts: try again in … seconds': async () => {
    const said: string[] = []
    for (let attempt = 0; attempt < 12; attempt++)
      said.push(await post('auth/login', { email: 'eve@example.com', password: 'x' }))
    return said.join('\n')
  },
  'User account is disabled': async () => {
    const account = ['--email', 'ben@example.com', '--root', root]
    await bottega('useradd', ...account, '--password', 'Studio of Ben 7')
    await bottega('usermod', ...account, '--deactivate')
    return post('auth/login', { email: 'ben@example.com', password: 'Studio of Ben 7' })
  },
  'Setup code required': async () => {
    const fresh = await startServing(dist, await makeRoot('multiuser: true\n'))
    const answer = await fetch(`${fresh.url}/api/v1/auth/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
      body: JSON.stringify({ email: 'ada@example.com', password: 'Studio of Ada 7' }),
    })
    const { detail } = (await answer.json()) as { detail: string }
    await fresh.stop()
    return detail
  },
  'Administrator account already configured': () => post('auth/setup', { email: 'eve@example.com', password: 'Studio of Eve 7' }),
  'Cannot remove the last administrator': () => bottega('usermod', '--email', 'ada@example.com', '--no-admin', '--root', root),
  'Invalid or expired authentication token': async () => {
    const answer = await fetch(`${server.url}/api/v1/auth/me`, { headers: { authorization: 'Bearer a.b.c' } })
    return ((await answer.json()) as { detail: string }).detail
  },
  'This link is unknown, used, revoked or expired: ask for a new one': () =>
    post('auth/reset-password', { token: 'x'.repeat(43), new_password: 'Studio of Ada 8' }),
  'Requests from this origin are not accepted: add it to allow_origins': () =>
    post('auth/logout', {}, { ...asAdmin(), origin: 'https://elsewhere.example' }),
  'The queue would hold … more than the … pending: … allows …': () => {
    const graph = { id: 'g', nodes: { n: { id: 'n', type: 'add', a: 1, b: 2 } }, edges: [] }
    return post('queue/default/enqueue_batch', { batch: { graph, runs: 5 } }, asAdmin())
  },
  'Failed to read image': () => upload(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
  'The image has too many pixels: at most … are decoded': async () =>
    upload(
      await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    ),
  'Link not found': async () => {
    const answer = await fetch(`${server.url}/api/v1/public/${'x'.repeat(43)}`)
    return ((await answer.json()) as { detail: string }).detail
  },
  'the files of … are gone. Put them back, or remove the models.': async () => {
    const path = await makeRoot()
    const config = {
      key: 'k',
      name: 'Lost',
      base: 'sd-1',
      type: 'main',
      format: 'checkpoint',
      hash: 'h',
      path: 'gone.safetensors',
    }
    await change(path, `insert into models (key, config) values ('k', '${JSON.stringify({ ...config, source: '' })}')`)
    return bottega('doctor', '--root', path)
  },
  'Standard output cannot be written to (…)': async () => {
    const [program, args] = [join(dist, 'program.js'), ['config', '--root', root]]
    const command = `"$0" "$@" 2>&1 >/dev/full || true`
    return execFileSync('bash', ['-c', command, process.execPath, program, ...args], { encoding: 'utf8' })
  },
  'it is … on this machine, but something was stored at …': async () => {
    const path = await makeRoot()
    await change(path, `insert into audit_entries (action, created_at) values ('setup', '2099-01-01 00:00:00.000')`)
    return bottega('doctor', '--root', path)
  },
  '… is no backup, or not a whole one: …': () => bottega('backup', 'verify', place),
  '… holds something already. Choose an empty folder with --root, or --force…': async () => {
    const path = await makeRoot()
    const { path: made } = JSON.parse(await bottega('backup', '--root', path, '--to', join(place, 'kept'), '--json'))
    return bottega('restore', made, '--root', path)
  },
  'A backup of the root … is being made already.': async () => {
    const path = await makeRoot()
    const hold = holdFiles(join(path, 'databases'))
    const said = await bottega('backup', '--root', path)
    hold.release()
    return said
  },
}

test('each entry has a cause and a remedy, and most are provoked', () => {
  expect(messages.length).toBeGreaterThanOrEqual(20)
  for (const entry of entries) expect(entry).toMatch(/^`.+`\n\n\*\*Cause\.\*\* .+[\s\S]*^\*\*Remedy\.\*\* .+/m)
  expect(Object.keys(PROVOKED).filter((message) => !messages.includes(message))).toEqual([])
  expect(Object.keys(PROVOKED).length).toBeGreaterThanOrEqual(15)
})

test.each(Object.entries(PROVOKED))('"%s" is what is said', async (message, provoke) => {
  const parts = message.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  expect(await provoke()).toMatch(new RegExp(parts.join('.*')))
})
