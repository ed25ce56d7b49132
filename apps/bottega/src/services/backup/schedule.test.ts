import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { addPerson, setUpAdministrator } from '../../testing/people.ts'
import { startTemporaryServer } from '../../testing/temporary-server.ts'
import { listBackups } from './kept-backups.ts'
import { noteBackup, readLastBackup } from './last-backup.ts'
import { isBackupDue, isBackupLate, keepBackupsRegularly } from './schedule.ts'

// a Thursday
const now = new Date('2026-11-26T12:00:00')
const at = (text: string) => new Date(text).toISOString()
const folder = '/backups'
const success = (text: string) => {
  const times = { started_at: at(text), ended_at: at(text), succeeded_at: at(text), kept_at: at(text) }
  return { outcome: 'success', ...times, failures: 0, path: `${folder}/of that time`, bytes: 1, error: null } as const
}
const failure = (text: string, failures = 1) =>
  ({ ...success(text), outcome: 'failure', succeeded_at: null, kept_at: null, failures, path: folder }) as const
/** By hand, into a folder that there is not. */
const failedElsewhere = (last: ReturnType<typeof success>) =>
  ({ ...last, outcome: 'failure', ended_at: at('2026-11-26T11:59:00'), failures: 3, path: '/bakcups' }) as const
/** By hand, without images or elsewhere. */
const madeByHand = (kept: ReturnType<typeof success>) => ({ ...success('2026-11-26T11:59:00'), kept_at: kept.kept_at }) as const
const daily = { backup_schedule: 'daily', backup_time: '03:00' } as const
const weekly = { backup_schedule: 'weekly', backup_time: '13:00' } as const

test.each([
  ['off', { ...daily, backup_schedule: 'off' } as const, undefined, false],
  ['daily, never made', daily, undefined, true],
  ['daily, made yesterday', daily, success('2026-11-25T03:01:00'), true],
  ['daily, made today', daily, success('2026-11-26T03:01:00'), false],
  ['daily, made today before its time', daily, success('2026-11-26T02:00:00'), true],
  ['daily, before its time', { ...daily, backup_time: '23:00' } as const, success('2026-11-25T23:00:00'), false],
  ['daily, failed a moment ago', daily, failure('2026-11-26T11:50:00'), false],
  ['daily, failed two hours ago', daily, failure('2026-11-26T10:00:00'), true],
  [
    'daily, failed a moment ago, before the time of today',
    { ...daily, backup_time: '11:55' } as const,
    failure('2026-11-26T11:50:00'),
    false,
  ],
  ['daily, failed for the third time two hours ago', daily, failure('2026-11-26T10:00:00', 3), false],
  ['daily, failed for the third time five hours ago', daily, failure('2026-11-26T07:00:00', 3), true],
  ['daily, failed for the fiftieth time nine hours ago', daily, failure('2026-11-26T03:00:00', 50), true],
  ['daily, made yesterday, failed elsewhere', daily, failedElsewhere(success('2026-11-25T03:01:00')), true],
  ['daily, made today, failed elsewhere', daily, failedElsewhere(success('2026-11-26T03:01:00')), false],
  ['daily, made yesterday, then another by hand', daily, madeByHand(success('2026-11-25T03:01:00')), true],
  ['daily, made at a time to come, by a clock that was ahead', daily, success('2036-01-01T00:00:00'), true],
  ['daily, failed at a time to come', daily, failure('2036-01-01T00:00:00'), true],
  ['weekly, made last Sunday', weekly, success('2026-11-22T13:00:00'), false],
  ['weekly, made before last Sunday', weekly, success('2026-11-22T12:00:00'), true],
])('%s', (_, settings, last, isDue) => {
  expect(isBackupDue(now, settings, folder, last)).toBe(isDue)
})

test('one that is missing is late after a day', () => {
  expect(isBackupLate(now, daily, success('2026-11-25T03:01:00'))).toBe(false)
  expect(isBackupLate(now, daily, success('2026-11-24T03:01:00'))).toBe(true)
  expect(isBackupLate(now, daily, undefined)).toBe(true)
  expect(isBackupLate(now, daily, madeByHand(success('2026-11-24T03:01:00')))).toBe(true)
  expect(isBackupLate(now, daily, success('2036-01-01T00:00:00'))).toBe(true)
  expect(isBackupLate(now, { ...daily, backup_schedule: 'off' }, undefined)).toBe(false)
})

test('a server makes its backups by itself, and administrators read how the last one went', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bottega kept é '))
  onTestFinished(() => rm(folder, { recursive: true }))
  const server = await startTemporaryServer(inject('dist'), {
    settings: `multiuser: true\nbackup_schedule: daily\nbackup_folder: "${folder}"\n`,
  })
  onTestFinished(server.close)
  const admin = await setUpAdministrator(server)
  const user = await addPerson(server, admin, 'ann')
  const read = async (who: typeof admin) => (await who.request('GET', '/health/ready')).json as Record<string, unknown>
  await expect.poll(async () => (await listBackups(folder)).length, { timeout: 30_000 }).toBe(1)
  await expect.poll(async () => (await read(admin)).last_backup, { timeout: 30_000 }).toMatchObject({ outcome: 'success' })
  expect(await read(user)).toEqual({ status: 'ok' })
  const time = new Date().toISOString()
  await noteBackup(server.app.root, {
    ...{ outcome: 'failure', started_at: time, ended_at: time },
    ...{ path: folder, bytes: null, error: `${folder} is full` },
  })
  // no path goes over the network
  const told = await read(admin)
  expect(told.last_backup).toMatchObject({ outcome: 'failure', succeeded_at: expect.any(String) })
  expect(JSON.stringify(told)).not.toContain(folder)
})

test('where neither a backup nor a note of it can be written, it is tried once, told once and waited for', async () => {
  const aside = await mkdtemp(join(tmpdir(), 'bottega full é '))
  onTestFinished(() => rm(aside, { recursive: true }))
  await writeFile(join(aside, 'file'), '')
  const server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  onTestFinished(server.close)
  const { app } = server
  // what stands in the place of the note cannot be replaced, whoever tries
  await mkdir(join(app.root.backups, 'last-backup.json', 'in the way'), { recursive: true })
  const values = { ...app.settings.values, ...daily, backup_folder: join(aside, 'file', 'backups') }
  const log = vi.fn()
  const stop = keepBackupsRegularly(
    { ...app, settings: { ...app.settings, values }, log: { ...app.log, write: log } },
    pathToFileURL(join(inject('dist'), 'program.js')),
  )
  onTestFinished(stop)
  const errors = () => log.mock.calls.filter(([level]) => level === 'error').map(([, text]) => text)
  await expect
    .poll(errors, { timeout: 30_000 })
    .toEqual([expect.stringMatching(/^The backup failed: .*tried again after an hour/s)])
  const last = await readLastBackup(app.root)
  expect(last).toMatchObject({ outcome: 'failure', failures: 1, succeeded_at: null })
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)
  expect([1, 59, 61].map((minutes) => isBackupDue(inMinutes(minutes), values, values.backup_folder, last))).toEqual([
    false,
    false,
    true,
  ])

  const admin = await setUpAdministrator(server)
  expect((await admin.request('GET', '/health/ready')).json).toMatchObject({ last_backup: { outcome: 'failure', failures: 1 } })
  const metrics = (await admin.request('GET', '/metrics')).bytes.toString()
  expect(metrics).toContain('bottega_backup_failed 1')
})
