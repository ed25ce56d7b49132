// What the guide gives to cron, systemd and Prometheus does what it says.
import { execFileSync, spawnSync } from 'node:child_process'
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

/** A command as it stands, with the reader's own folders. */
function run(command: string): void {
  const own = command
    .replaceAll('/opt/bottega', clone)
    .replaceAll('/var/lib/bottega', join(place, 'root'))
    .replaceAll('/var/backups/bottega', join(place, 'backups'))
  execFileSync('sh', ['-c', own], { cwd: clone, stdio: 'ignore' })
}

async function countBackups(): Promise<number> {
  return (await readdir(join(place, 'backups')).catch(() => [])).filter((name) => name.startsWith('bottega-backup-')).length
}

test('the line for cron makes a backup', async () => {
  const [line = ''] = textsOf('txt')
  const [, command = ''] = /^\d+ \d+ \* \* \* (.+)$/m.exec(line) ?? []
  const before = await countBackups()
  run(command)
  expect(await countBackups()).toBe(before + 1)
})

test('the units for systemd are ones, and their command makes a backup', async () => {
  const [service = '', timer = ''] = textsOf('ini')
  const [, command = ''] = /^ExecStart=(.+)$/m.exec(service) ?? []
  const before = await countBackups()
  run(command)
  expect(await countBackups()).toBe(before + 1)
  expect(timer).toContain('OnCalendar=')
  // where there is no systemd, nobody uses units
  if (spawnSync('systemd-analyze', ['--version']).error !== undefined) return
  const own = service.replace('/opt/bottega', clone).replace(/^User=.*\n/m, '')
  const units = [join(place, 'bottega-backup.service'), join(place, 'bottega-backup.timer')]
  await writeFile(units[0] ?? '', own)
  await writeFile(units[1] ?? '', timer)
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' })
  expect(stderr.split('\n').filter((text) => text.includes('bottega-backup'))).toEqual([])
})

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
