import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBlocks, splitWords } from './examples.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
const guide = await readFile(join(root, 'docs/api.md'), 'utf8')

let folder: string
let url: string
let stop: () => Promise<void>

beforeAll(async () => {
  // below the packages, so that the code finds them
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true })
  folder = await mkdtemp(join(root, 'node_modules/.cache/api-guide-'))
  const data = await mkdtemp(join(tmpdir(), 'bottega api guide '))
  const args = [join(root, 'tools/start.mjs'), '--root', data, '--port', '0']
  const server = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(server, 'exit')
  for await (const line of createInterface(server.stdout)) {
    url = /ready at (\S+)/.exec(line)?.[1] ?? ''
    if (url) break
  }
  stop = async () => {
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    await Promise.all([folder, data].map((path) => rm(path, { recursive: true })))
  }
})
afterAll(() => stop())

test('the script of the guide saves a picture that lies in the gallery, under the name that it tells', async () => {
  const environment = { ...process.env, BOTTEGA_URL: `${url}/` }
  const commands = listBlocks(guide, 'sh').flatMap((block) => block.trim().split('\n'))
  // the first one is what has started this server
  expect(commands[0]).toBe('npm start')
  for (const command of commands.slice(1)) {
    const [program, script = '', ...args] = splitWords(command)
    expect(program).toBe('node')
    const { stdout } = await run(process.execPath, [join(root, script), ...args], { cwd: folder, env: environment })
    const [, name, file = ''] = /^(\S+) is saved as (\S+)$/m.exec(stdout) ?? []
    const kept = Buffer.from(await (await fetch(`${url}/api/v1/images/i/${name}/full`)).arrayBuffer())
    expect(kept.subarray(1, 4).toString()).toBe('PNG')
    expect(kept.equals(await readFile(join(folder, file)))).toBe(true)
  }
})

test('the script ends with the reason when the server refuses or is not there', async () => {
  const script = join(root, 'docs/examples/generate.mjs')
  const environment = { ...process.env, BOTTEGA_URL: `${url}/elsewhere` }
  await expect(run(process.execPath, [script], { cwd: folder, env: environment })).rejects.toThrow(/404 Not Found/)
  const nowhere = { ...process.env, BOTTEGA_URL: 'http://127.0.0.1:1' }
  await expect(run(process.execPath, [script], { cwd: folder, env: nowhere })).rejects.toThrow('fetch failed')
})

test('the script needs no packages', async () => {
  const text = await readFile(join(root, 'docs/examples/generate.mjs'), 'utf8')
  expect([...text.matchAll(/\bfrom '([^']+)'/g)].map(([, name]) => name)).toEqual(['node:fs/promises'])
})

test('every piece of code of the guide runs, one after the other', async () => {
  expect([...guide.matchAll(/^```(\w+)/gm)].every(([, language]) => language === 'js' || language === 'sh')).toBe(true)
  const pieces = listBlocks(guide, 'js')
  expect(pieces.length).toBeGreaterThan(8)
  expect(pieces[0]).toContain("'http://127.0.0.1:9090'")
  const code = pieces.join('\n').replaceAll('http://127.0.0.1:9090', url)
  await writeFile(join(folder, 'guide.mjs'), `${code}\nconsole.log('the end')\n`)
  const { stdout } = await run(process.execPath, ['guide.mjs'], { cwd: folder })
  expect(stdout).toMatch(/^404 "Board not found"\n/m)
  expect(stdout).toMatch(/^128 128 /m)
  expect(stdout).toMatch(/^4\n201 [0-9a-f-]{36}\.png\n/m)
  expect(stdout).toMatch(/^\d\.?\d* .+ \d+$/m)
  expect(stdout).toMatch(/the end\n$/)
  expect(await readdir(folder)).toContain('fox.png')
})
