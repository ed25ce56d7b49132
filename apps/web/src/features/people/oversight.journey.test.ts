import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, runProgram, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, addPeople, BEN, visitAs } from './people.journey.ts'

const isReadiness = (response: { url(): string }) => response.url().endsWith('/health/ready')
const REFUSALS = /status of (401|403|503)/

describe.skipIf(lacksBrowser())('administrators and the work of others', () => {
  let journey: Journey
  let admin: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\nadmin_private_view: false\n' })
    admin = await addPeople(journey.url)
  })
  afterEach(async () => expect(await journey.leave(REFUSALS)).toEqual([]))
  afterAll(() => journey.close())

  test('one opens private work for a reason, and its owner is told on the open page until they take note', async () => {
    const ann = await visitAs(journey, ANN)
    const ada = await visitAs(journey, ADA, '/users')
    await ada.page.getByRole('button', { name: 'More for Ann Lee' }).click()
    const exportItem = ada.page.getByRole('menuitem', { name: 'Export everything' })
    await exportItem.getByText('open it for a reason first').waitFor()
    expect(await exportItem.isDisabled()).toBe(true)
    await ada.page.getByRole('menuitem', { name: 'Open private work' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Open the private work of Ann Lee' })
    await dialog.getByLabel('Why').fill('Ann asked for help with a picture')
    await dialog.getByRole('button', { name: 'Open', exact: true }).click()
    await ada.page.getByRole('heading', { name: 'Open to administrators now' }).waitFor()
    await ann.page.getByText('Reason: Ann asked for help with a picture').waitFor()

    await ada.page.getByRole('button', { name: 'More for Ann Lee' }).click()
    await ada.page.getByRole('menuitem', { name: 'Export everything' }).click()
    const packing = ada.page.getByRole('dialog', { name: 'Export everything of Ann Lee' })
    await packing.getByRole('button', { name: 'Pack an archive' }).click()
    await packing.getByRole('link', { name: /^Download/ }).waitFor()
    await packing.getByText('Close', { exact: true }).click()

    // the latest, with how many are older; one look is enough for all of them
    await ann.page.getByText('Ada packed an archive of all that you own').waitFor()
    await ann.page.reload()
    const notice = ann.page.getByText('There is 1 older notice.')
    await notice.waitFor()
    // across the window, above the rail and the place
    const [{ width, height } = { width: 0, height: 0 }, place] = [
      (await notice.boundingBox()) ?? undefined,
      await ann.page.getByRole('main').boundingBox(),
    ]
    expect(width).toBeGreaterThan((place?.width ?? Number.NaN) / 2)
    expect(height).toBeLessThan((place?.height ?? Number.NaN) / 4)
    await ann.page.getByRole('button', { name: 'All noted' }).click()
    await notice.waitFor({ state: 'hidden' })
    await ann.page.getByRole('link', { name: 'What administrators did' }).waitFor({ state: 'hidden' })

    await ada.page.getByRole('button', { name: 'Close the work of Ann Lee again' }).click()
    await expect.poll(async () => (await admin.listOpenAccounts()).items.length).toBe(0)
  })

  test('the audit log tells of it in words, by what and who, and as a table', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA, '/users')
    await page.getByRole('link', { name: 'What happened' }).click()
    await page.getByRole('heading', { level: 1, name: 'What happened' }).waitFor()
    await page.getByLabel('What', { exact: true }).selectOption('Private work opened')
    await page.getByRole('row').filter({ hasText: 'Reason: Ann asked for help with a picture' }).waitFor()
    await page.getByText('2 entries').waitFor()
    const address = await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href')
    expect(address).toBe('api/v1/audit.csv?action=break_glass')
    expect(await findBarriers()).toEqual([])
    await page.getByLabel('Who').selectOption('Ann Lee')
    await page.getByText('Nothing like that happened').waitFor()
  })

  test('whose password an administrator has set is told when they are back, until they take note', async () => {
    const ben = (await admin.listUsers()).find(({ email }) => email === BEN.email)
    const password = 'Another of Ben 8'
    await admin.updateUser({ params: { user_id: ben?.user_id ?? '' }, body: { password } })
    const { page, findBarriers } = await visitAs(journey, { ...BEN, password })
    await page.getByText('Ada set a new password for your account').waitFor()
    expect(await findBarriers()).toEqual([])
    await page.getByRole('button', { name: 'Noted' }).click()
    await page.getByRole('button', { name: 'Noted' }).waitFor({ state: 'hidden' })
    await page.goto(`${journey.url}/profile`)
    await page.getByRole('heading', { name: 'What administrators did' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Ada set a new password' }).waitFor()
  })

  test('a backup that failed is told to administrators on People, until one is made', async () => {
    const backUp = (...more: string[]) =>
      runProgram(inject('dist'), ['backup', '--root', journey.root, ...more], { cwd: journey.root })
    expect((await backUp('--to', join(journey.root, 'bottega.yaml'))).exitCode).toBe(1)
    const { page, findBarriers } = await visitAs(journey, ADA, '/users')
    await page.getByRole('alert').getByText('There is no good one').waitFor()
    expect(await findBarriers()).toEqual([])

    // where the server cannot write, its readiness is a refusal, and the notice is wanted most
    const inTheWay = join(journey.root, 'cache', '.readiness')
    await mkdir(inTheWay)
    const refused = page.waitForResponse(isReadiness)
    await page.reload()
    expect((await refused).status()).toBe(503)
    await page.getByRole('alert').getByText('There is no good one').waitFor()
    await rm(inTheWay, { recursive: true })

    expect((await backUp()).exitCode).toBe(0)
    // back on the page it shows what it knew, until it has read anew
    await page.getByRole('link', { name: 'Hand over' }).click()
    await page.getByRole('heading', { level: 1, name: 'Hand over' }).waitFor()
    await page.getByText('The last backup failed').waitFor({ state: 'detached' })
    const read = page.waitForResponse(isReadiness)
    await page.getByRole('link', { name: 'People' }).first().click()
    expect((await read).status()).toBe(200)
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.getByText('The last backup failed').waitFor({ state: 'detached' })
  })
})
