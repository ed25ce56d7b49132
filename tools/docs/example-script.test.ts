import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type ServingProgram, startServing } from '@bottega/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const script = join(import.meta.dirname, '../../docs/examples/generate.mjs')
const run = promisify(execFile)

let folder: string
let server: ServingProgram

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega script '))
  server = await startServing(inject('dist'), folder)
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

const runScript = (url: string) =>
  run(process.execPath, [script, 'a flat fox', 'fox.png'], { cwd: folder, env: { ...process.env, BOTTEGA_URL: url } })

test('the script saves a picture that lies in the gallery, under the name that it tells', async () => {
  const { stdout } = await runScript(`${server.url}/`)
  const [, name, file = ''] = /^(\S+) is saved as (\S+)$/m.exec(stdout) ?? []
  const kept = Buffer.from(await (await fetch(`${server.url}/api/v1/images/i/${name}/full`)).arrayBuffer())
  expect(kept.subarray(1, 4).toString()).toBe('PNG')
  expect(kept.equals(await readFile(join(folder, file)))).toBe(true)
})

test('the script ends with the reason when the server refuses or is not there', async () => {
  await expect(runScript(`${server.url}/elsewhere`)).rejects.toThrow(/404 Not Found/)
  await expect(runScript('http://127.0.0.1:1')).rejects.toThrow('No server answers at http://127.0.0.1:1')
})

test('the script needs no packages', async () => {
  const text = await readFile(script, 'utf8')
  expect([...text.matchAll(/\bfrom '([^']+)'/g)].map(([, name]) => name)).toEqual(['node:fs/promises'])
})
