import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { get as httpsGet } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

const { version: VERSION } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'))

let root: string
const started: ChildProcess[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega serve é '))
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await rm(root, { recursive: true })
})

interface Serving {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
}

function serve(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Serving {
  const env = { ...process.env, BOTTEGA_ROOT: root, ...environment }
  return watch(
    spawn(process.execPath, [join(inject('dist'), 'program.js'), 'serve', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
  )
}

function watch(child: ChildProcess): Serving {
  started.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const ended = once(child, 'close').then(([code]) => ({ code, output }))
  return { child, ended }
}

/** Waits until the server says where it is. */
async function findUrl({ child, ended }: Serving): Promise<string> {
  const said = new Promise<string>((resolve) => {
    child.stdout?.on('data', (text: string) => {
      const url = /ready at (\S+)/.exec(text)?.[1]
      if (url) resolve(url)
    })
  })
  const died = ended.then(({ output }) => Promise.reject(new Error(output)))
  return Promise.race([said, died])
}

test.each(['SIGTERM', 'SIGINT'] as const)('a server that is asked by %s to end does so in order, at once', async (signal) => {
  const serving = serve(['--port', '0'])
  const url = await findUrl(serving)
  const note = join(root, 'server.json')
  expect(JSON.parse(await readFile(note, 'utf8'))).toMatchObject({ url, pid: serving.child.pid })
  expect((await stat(note)).mode & 0o777).toBe(0o600)
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  serving.child.kill(signal)
  // npm and the terminal both pass it on
  serving.child.kill(signal)
  expect((await serving.ended).code).toBe(0)
  await expect(stat(note)).rejects.toThrow('ENOENT')
  const log = await readFile(join(root, 'logs', 'bottega.log'), 'utf8')
  const told = log.split('\n').map((line) => line.slice(25))
  expect(told).toEqual([
    'info Made the database',
    `info Bottega ${VERSION} serves ${root} at ${url}, without accounts`,
    'info Stopped',
    '',
  ])
})

test('a flag wins over the environment, and that over the file', async () => {
  await writeFile(join(root, 'bottega.yaml'), 'port: 1\nmax_queue_size: 3\ntrash_days: 9\nnonsense: 1\n')
  const serving = serve(['--port=0', '--max_queue_size', '5'], { BOTTEGA_MAX_QUEUE_SIZE: '4', BOTTEGA_TRASH_DAYS: '8' })
  const url = await findUrl(serving)
  const { config } = (await (await fetch(`${url}/api/v1/app/runtime_config`)).json()) as { config: object }
  expect(config).toMatchObject({ port: 0, max_queue_size: 5, trash_days: 8 })
  serving.child.kill('SIGTERM')
  expect((await serving.ended).output).toContain('nonsense is no setting')
})

test('a taken port is refused with advice, and nothing else is tried', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? address?.port : 0
  const { code, output } = await serve(['--port', String(port)]).ended
  other.close()
  expect([code, output]).toEqual([1, expect.stringContaining(`Port ${port} of 127.0.0.1 is taken`)])
  expect(output).not.toContain('    at ')
})

test('a root has one server', async () => {
  const first = serve(['--port', '0'])
  const url = await findUrl(first)
  const { code, output } = await serve(['--port', '0']).ended
  expect([code, output]).toEqual([1, expect.stringContaining(`at ${url} (process ${first.child.pid}). End it first`)])
})

test('a server that was killed leaves nothing that keeps the next from starting', async () => {
  const first = serve(['--port', '0'])
  await findUrl(first)
  first.child.kill('SIGKILL')
  await first.ended
  expect(await findUrl(serve(['--port', '0']))).toMatch(/^http:/)
})

test.each([
  ['--port=no', 1, "--port: 'no' is not accepted; allowed: a whole number from 0 to 65535"],
  ['--host=192.0.2.1', 1, '192.0.2.1 is no address of this machine'],
  ['--colour', 2, "unknown option '--colour'"],
])('%s is refused with a sentence', async (flag, expectedCode, sentence) => {
  const port = flag.startsWith('--port') ? [] : ['--port', '0']
  const { code, output } = await serve([...port, flag]).ended
  expect([code, output]).toEqual([expectedCode, expect.stringContaining(sentence)])
  expect(output).not.toContain('    at ')
})

test('a settings file that is no YAML is refused by its line', async () => {
  await writeFile(join(root, 'bottega.yaml'), 'port: 1\n  host: [\n')
  const { code, output } = await serve([]).ended
  expect([code, output]).toEqual([1, expect.stringMatching(/bottega\.yaml is not valid YAML at line \d+, column \d+/)])
})

// the limit on the size of files stands in for a disk that is full
test.skipIf(process.platform !== 'linux')(
  'a picture that does not fit on the disk is refused, leaves nothing, and the next one is kept',
  async () => {
    const program = join(inject('dist'), 'program.js')
    const command = `trap '' XFSZ; ulimit -f 16384; exec "${process.execPath}" "${program}" serve --port 0`
    const serving = watch(
      spawn('bash', ['-c', command], { env: { ...process.env, BOTTEGA_ROOT: root }, stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    const url = await findUrl(serving)
    const upload = async (width: number) => {
      const pixels = randomBytes(width * width * 3)
      const form = new FormData()
      const png = await sharp(pixels, { raw: { width, height: width, channels: 3 } })
        .png({ compressionLevel: 0 })
        .toBuffer()
      form.set('file', new Blob([Uint8Array.from(png)], { type: 'image/png' }), 'a.png')
      const path = '/api/v1/images/upload?image_category=user&is_intermediate=false'
      return (await fetch(url + path, { method: 'POST', body: form })).status
    }
    const images = join(root, 'outputs/images')
    expect(await upload(2400)).toBe(507)
    const left = await readdir(images, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])
    expect(await upload(64)).toBe(201)
    const save = (at: number) =>
      fetch(`${url}/api/v1/client_state/default/set_by_key?key=${at}`, { method: 'POST', body: 'x'.repeat(3_000_000) })
    let saved = await save(0)
    for (let at = 1; at < 9 && saved.status === 200; at++) saved = await save(at)
    expect([saved.status, await saved.json()]).toEqual([503, { detail: expect.stringContaining('cannot use its disk') }])
    expect((await fetch(`${url}/health/live`)).status).toBe(200)

    expect(((await (await fetch(`${url}/api/v1/images/names`)).json()) as { total_count: number }).total_count).toBe(1)
    serving.child.kill('SIGTERM')
    const { code, output } = await serving.ended
    expect([code, output]).toEqual([0, expect.not.stringContaining('unhandled')])
  },
)

test.skipIf(process.platform !== 'linux')('the server never loads the library that runs models', async () => {
  const serving = serve(['--port', '0'])
  const url = await findUrl(serving)
  for (const path of ['/openapi.json', '/api/v2/models/', '/api/v1/queue/default/status', '/api/v1/images/']) {
    expect((await fetch(url + path)).status).toBe(200)
  }
  expect(await readFile(`/proc/${serving.child.pid}/maps`, 'utf8')).not.toContain('onnxruntime')
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

test.skipIf(!hasOpenssl)('with a certificate and its key the server speaks HTTPS alone, with sockets', async () => {
  const [key, cert] = [join(root, 'a key.pem'), join(root, 'cért.pem')]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  const { status } = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    ...names,
    '-keyout',
    key,
    '-out',
    cert,
  ])
  expect(status).toBe(0)
  const url = await findUrl(serve(['--port', '0', '--ssl_certfile', cert], { BOTTEGA_SSL_KEYFILE: key }))
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const ca = await readFile(cert)
  const [answer] = (await once(httpsGet(`${url}/health/ready`, { ca }), 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(200)
  await expect(fetch(url.replace('https', 'http'))).rejects.toThrow()
  const socket = io(url, { path: '/ws/socket.io', ca: String(ca), reconnection: false })
  await new Promise((resolve, reject) => socket.on('connect', () => resolve(0)).on('connect_error', reject))
  socket.disconnect()
})

test('a certificate that is not there is refused with a sentence', async () => {
  const file = join(root, 'none.pem')
  const { code, output } = await serve(['--port', '0', '--ssl-certfile', file, '--ssl-keyfile', file]).ended
  expect([code, output]).toEqual([1, expect.stringMatching(/^error: .*none\.pem.*\n$/m)])
})

test('what is no certificate is refused with a sentence', async () => {
  await writeFile(join(root, 'none.pem'), 'nothing')
  // relative paths begin at the root
  const { code, output } = await serve(['--port', '0', '--ssl-certfile', 'none.pem', '--ssl-keyfile', 'none.pem']).ended
  expect([code, output]).toEqual([1, expect.stringMatching(/^error: none\.pem and none\.pem are no certificate.*\n$/m)])
})

test('one of certificate and key alone is refused with a sentence', async () => {
  const { code, output } = await serve(['--port', '0', '--ssl-certfile', join(root, 'cert.pem')]).ended
  expect([code, output]).toEqual([1, expect.stringContaining('ssl_keyfile')])
})

test.each([
  ['--port 9191', ['9191'], { npm_config_port: 'true' }, 'npm start -- --port 9191'],
  ['--root=/data', [], { npm_config_root: '/data' }, 'npm has taken --root for itself: write npm start -- --root /data'],
  ['--log-level=debug', [], { npm_config_log_level: 'debug' }, 'npm start -- --log-level debug'],
])('what npm keeps of "npm start %s" is not lost in silence', async (_, args, env, said) => {
  const { code, output } = await serve([...args], { npm_lifecycle_event: 'start', ...env }).ended
  expect([code, output]).toEqual([2, expect.stringContaining(said)])
})

test('pages of other addresses are let in as far as allow_origins says', async () => {
  const url = await findUrl(serve(['--port', '0'], { BOTTEGA_ALLOW_ORIGINS: 'https://friend.example' }))
  const star = (origin: string) =>
    fetch(`${url}/api/v1/images/star`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{"image_names":[]}',
    })
  const friend = await star('https://friend.example')
  expect([friend.status, friend.headers.get('access-control-allow-origin')]).toEqual([200, 'https://friend.example'])
  expect((await star('https://evil.example')).status).toBe(403)
  expect((await star(url)).status).toBe(200)
})

test('nothing that a server writes into its root may be changed by others', async () => {
  const old = process.umask(0)
  const serving = serve(['--port', '0'])
  process.umask(old)
  await findUrl(serving)
  const modes = await Promise.all(
    (await readdir(root, { recursive: true })).map(async (name) => [name, (await stat(join(root, name))).mode & 0o022]),
  )
  expect(modes.length).toBeGreaterThan(8)
  expect(modes.filter(([, mode]) => mode !== 0)).toEqual([])
  expect((await stat(join(root, 'secrets'))).mode & 0o777).toBe(0o700)
})
