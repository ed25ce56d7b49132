// What the guide gives to cron, systemd and Prometheus does what it says.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServing } from '@bottega/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { listBlocks } from './blocks.ts'

const clone = join(import.meta.dirname, '../..')
const blocks = listBlocks(await readFile(join(clone, 'docs/server.md'), 'utf8'))
const textsOf = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text)

let place: string

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'bottega-running-'))
})
afterAll(() => rm(place, { recursive: true }))

/** A text as it stands, with the reader's own folders. */
function own(text: string): string {
  return text
    .replaceAll('/opt/bottega', clone)
    .replaceAll('/var/lib/bottega', join(place, 'root'))
    .replaceAll('/var/backups/bottega', join(place, 'backups'))
}

function run(command: string): void {
  execFileSync('sh', ['-c', own(command)], { cwd: clone, stdio: 'ignore' })
}

async function countBackups(): Promise<number> {
  return (await readdir(join(place, 'backups')).catch(() => [])).filter((name) => name.startsWith('bottega-backup-')).length
}

test('the line for cron makes a backup', async () => {
  const [, command = ''] = /^\d+ \d+ \* \* \* (.+)$/m.exec(textsOf('txt').join('\n')) ?? []
  const before = await countBackups()
  run(command)
  expect(await countBackups()).toBe(before + 1)
})

test('the units for systemd are ones, and their command makes a backup', async () => {
  const [, service = '', timer = ''] = textsOf('ini')
  const [, command = ''] = /^ExecStart=(.+)$/m.exec(service) ?? []
  const before = await countBackups()
  run(command)
  expect(await countBackups()).toBe(before + 1)
  expect(timer).toContain('OnCalendar=')
  expect(await findFaults({ 'bottega-backup.service': service, 'bottega-backup.timer': timer })).toEqual([])
})

test('the unit of the server is one, and its command serves', async () => {
  const [unit = ''] = textsOf('ini')
  const [, command = ''] = /^ExecStart=(.+)$/m.exec(unit) ?? []
  // a port of its own, since the usual one may be somebody's
  const serving = spawn('sh', ['-c', `exec ${own(command)} --port 0`], { cwd: clone, stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = await once(serving.stdout, 'data')
  serving.kill('SIGTERM')
  expect(String(said)).toMatch(/^Bottega is ready at /)
  expect(await once(serving, 'exit')).toEqual([0, null])
  expect(await findFaults({ 'bottega.service': unit })).toEqual([])
})

/** What systemd finds wrong with units; where there is no systemd, nobody uses them. */
async function findFaults(units: Readonly<Record<string, string>>): Promise<string[]> {
  if (spawnSync('systemd-analyze', ['--version']).error !== undefined) return []
  for (const [name, text] of Object.entries(units)) await writeFile(join(place, name), own(text).replace(/^User=.*\n/m, ''))
  const paths = Object.keys(units).map((name) => join(place, name))
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' })
  return stderr.split('\n').filter((text) => text.includes('bottega'))
}

test('what is given to Prometheus names figures that there are', async () => {
  const server = await startServing(inject('dist'), place)
  const figures = await (await fetch(`${server.url}/metrics`)).text()
  await server.stop()
  const page = await readFile(join(clone, 'docs/server.md'), 'utf8')
  const named = [...page.matchAll(/\bbottega_[a-z_]+\b/g)].map(([name]) => name)
  expect(new Set(named).size).toBeGreaterThan(10)
  expect(named.filter((name) => !figures.includes(`# TYPE ${name} `))).toEqual([])
  const [scrape, rules] = textsOf('yaml').map((text) => parse(text))
  expect(scrape.scrape_configs).toHaveLength(1)
  expect(rules.groups[0].rules).toHaveLength(5)
})
