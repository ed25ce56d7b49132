import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { addPerson, setUpAdministrator } from '../../testing/people.ts'
import { startTemporaryServer } from '../../testing/temporary-server.ts'
import { listBackups } from './kept-backups.ts'
import { noteBackup } from './last-backup.ts'
import { isBackupDue, isBackupLate } from './schedule.ts'

// a Thursday
const now = new Date('2026-11-26T12:00:00')
const at = (text: string) => new Date(text).toISOString()
const success = (text: string) =>
  ({ outcome: 'success', started_at: at(text), ended_at: at(text), succeeded_at: at(text) }) as const
const failure = (text: string) => ({ ...success(text), outcome: 'failure', succeeded_at: null }) as const
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
  ['weekly, made last Sunday', weekly, success('2026-11-22T13:00:00'), false],
  ['weekly, made before last Sunday', weekly, success('2026-11-22T12:00:00'), true],
])('%s', (_, settings, last, isDue) => {
  expect(isBackupDue(now, settings, last)).toBe(isDue)
})

test('one that is missing is late after a day', () => {
  expect(isBackupLate(now, daily, success('2026-11-25T03:01:00'))).toBe(false)
  expect(isBackupLate(now, daily, success('2026-11-24T03:01:00'))).toBe(true)
  expect(isBackupLate(now, daily, undefined)).toBe(true)
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
