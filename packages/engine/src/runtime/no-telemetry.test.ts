import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

/*
 * The native library reports to its maker by default: it writes below the home folder and the folder for temporary files, and
 * holds an address to send to. A process that paints is watched for both.
 */

const root = fileURLToPath(new URL('../../../../', import.meta.url))
/** Where every place that a process may write to is a folder of its own, empty. */
const places = await mkdtemp(join(tmpdir(), 'bottega-watched-'))
const PLACES = [
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'cwd',
]
/** Inside the clone, so that the packages are found. */
const builds = join(root, 'node_modules/.cache')
let folder = ''

const painting = `
import { createPainter, createRuntime, openModel } from '../index.ts'
const loaded = () => process.report.getReport().sharedObjects.some((file) => file.includes('onnxruntime'))
const beforehand = loaded()
const model = await openModel(${JSON.stringify(join(root, 'models/starter'))})
const painter = createPainter(model, createRuntime({ threads: 1 }))
const request = { prompt: 'a red apple', negativePrompt: '', width: 64, height: 64, steps: 2, guidanceScale: 3, guidanceRescale: 0,
  scheduler: 'euler', seed: 1, clipSkip: 0, denoisingStart: 0, denoisingEnd: 1 }
const { width } = await painter.paint(request)
await painter.close()
console.log(JSON.stringify({ width, beforehand, afterwards: loaded(), ...traffic() }))
`
const connecting = `
import { connect } from 'node:net'
await new Promise((resolve) => connect(443, '192.0.2.1').on('error', resolve))
console.log(JSON.stringify(traffic()))
`
/** Packets that processes of a network of its own wanted to send, found no way for, or received. */
const counting = `
import { readFileSync } from 'node:fs'
function traffic() {
  if (process.platform !== 'linux') return {}
  const [names, values] = readFileSync('/proc/self/net/snmp', 'utf8').split('\\n').filter((line) => line.startsWith('Ip:')).map((line) => line.split(' '))
  const old = names.flatMap((name, at) => (/^(OutRequests|OutNoRoutes|InReceives)$/.test(name) ? [Number(values[at])] : []))
  const six = readFileSync('/proc/self/net/snmp6', 'utf8').matchAll(/^Ip6(?:OutNoRoutes|InReceives)\\s+(\\d+)$/gm)
  return { packets: [...old, ...[...six].map(([, count]) => Number(count))].reduce((sum, count) => sum + count, 0) }
}
`

beforeAll(async () => {
  await mkdir(builds, { recursive: true })
  folder = await mkdtemp(join(builds, 'watched-'))
  for (const [name, contents] of Object.entries({ painting, connecting })) {
    await build({
      stdin: { contents: counting + contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
      outfile: join(folder, `${name}.mjs`),
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
    })
  }
  for (const place of PLACES) await mkdir(join(places, place))
})
afterAll(async () => {
  await rm(places, { recursive: true })
  await rm(folder, { recursive: true })
})

function runWatched(name: string, command: readonly string[] = []): Record<string, unknown> {
  const [program = '', ...args] = [...command, process.execPath, join(folder, `${name}.mjs`)]
  const env = Object.fromEntries(PLACES.filter((place) => place !== 'cwd').map((place) => [place, join(places, place)]))
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: join(places, 'cwd'),
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...env },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

const written = async () => (await readdir(places, { recursive: true })).filter((path) => !PLACES.includes(path))

/** Runs a command in a network of its own, in which there is nobody. Not every machine lets a user do that. */
const ALONE = ['unshare', '--map-root-user', '--net']
const canBeAlone = spawnSync(ALONE[0] as string, [...ALONE.slice(1), 'true']).status === 0

test('painting writes nothing outside, and loads the native library only when it needs it', async () => {
  expect(runWatched('painting')).toMatchObject({ width: 64, beforehand: false, afterwards: true })
  expect(await written()).toEqual([])
})

test.runIf(canBeAlone)('painting speaks to nobody, though an attempt would be seen', () => {
  expect(runWatched('connecting', ALONE).packets).toBeGreaterThan(0)
  expect(runWatched('painting', ALONE)).toMatchObject({ width: 64, packets: 0 })
})
