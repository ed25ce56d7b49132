import { readFile } from 'node:fs/promises'
import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, addPeople, BEN, callAs, visitAs } from './people.journey.ts'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(lacksBrowser())('handing over', () => {
  let journey: Journey
  let admin: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    admin = await addPeople(journey.url)
  })
  afterEach(async () => expect(await journey.leave(/status of 401/)).toEqual([]))
  afterAll(() => journey.close())

  const findUser = async (email: string) => (await admin.listUsers()).find((user) => user.email === email)
  const countOf = async (email: string) => {
    const user = await findUser(email)
    return (await admin.listContentOwners()).find(({ user_id }) => user_id === user?.user_id)?.boards ?? 0
  }

  test('an administrator tries it, hands a board over on a phone, and takes it back', async () => {
    const ben = await callAs(journey.url, BEN)
    await ben.createBoard({ query: { board_name: 'Owls' } })
    const { page, findBarriers } = await visitAs(journey, ADA, '/hand-over', PHONE)
    await page.getByLabel('From', { exact: true }).selectOption({ label: 'Ben' })
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Ann Lee' })
    await page.getByText('Ann Lee will get: 1 board.').waitFor()
    expect(await countOf(BEN.email)).toBe(1)
    expect(await findBarriers()).toEqual([])
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Board: Owls' })
    await page.getByRole('button', { name: 'Hand over', exact: true }).click()
    await page.getByText('Ann Lee has got: 1 board.').waitFor()
    await expect.poll(() => countOf(ANN.email)).toBe(1)

    await page.getByRole('button', { name: /^Take back: Ben → Ann Lee/ }).click()
    await page.getByText('Taken back: 1 board.').waitFor()
    expect([await countOf(ANN.email), await countOf(BEN.email)]).toEqual([0, 1])
    await page.getByRole('list', { name: 'What was handed over' }).getByText('taken back').waitFor()
  })

  test('somebody takes everything along that is theirs', async () => {
    const { page } = await visitAs(journey, BEN, '/profile')
    await page.getByRole('button', { name: 'Pack an archive' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /^Download/ }).click()
    expect((await download).suggestedFilename()).toMatch(/^bottega_Ben_.*\.zip$/)
  })

  test('an administrator takes along everything of somebody else', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA, '/users')
    await page.getByRole('button', { name: 'More for Ben' }).click()
    await page.getByRole('menuitem', { name: 'Export everything' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export everything of Ben' })
    expect(await findBarriers()).toEqual([])
    await dialog.getByRole('button', { name: 'Pack an archive' }).click()
    const download = page.waitForEvent('download')
    await dialog.getByRole('link', { name: /^Download/ }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^bottega_Ben_.*\.zip$/)
    expect(await readFile((await file.path()) ?? '', 'latin1')).toContain('Owls')
    // of the own archives on the own page it is none
    const read = page.waitForResponse((response) => response.url().endsWith('/me/exports'))
    await page.goto(`${journey.url}/profile`)
    await (await read).finished()
    await page.getByRole('button', { name: 'Pack an archive' }).waitFor()
    // what was read is shown by the next frame
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))')
    expect(await page.getByRole('link', { name: /^Download/ }).count()).toBe(0)
  })

  test.each([
    ['goes to somebody', BEN, 'It goes to somebody else', 1],
    ['is erased', ANN, 'It is erased for good', 0],
  ] as const)('the account is deleted, and what it has made %s', async (_, person, fate, adaHas) => {
    const { page, findBarriers } = await visitAs(journey, ADA, '/users')
    await page.getByRole('button', { name: `More for ${person.name}` }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog', { name: `Delete the account of ${person.name}?` })
    await dialog.getByLabel(fate).check()
    if (adaHas === 1) await dialog.getByLabel('Who gets it').selectOption({ label: 'Ada' })
    else await (await callAs(journey.url, person)).createBoard({ query: { board_name: 'Foxes' } })
    expect(await findBarriers()).toEqual([])
    await dialog.getByLabel(`Type ${person.email} to confirm`).fill(person.email)
    const owner = await findUser(person.email)
    const before = await countOf(ADA.email)
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText(`The account of ${person.name} is deleted.`).waitFor()
    expect((await countOf(ADA.email)) - before).toBe(adaHas)
    expect((await admin.listContentOwners()).find(({ user_id }) => user_id === owner?.user_id)).toBeUndefined()
  })

  test('the log goes on to call by name who is gone, and finds what they did', async () => {
    const { page } = await visitAs(journey, ADA, '/audit')
    await page.getByRole('row').filter({ hasText: 'Account deleted' }).filter({ hasText: 'Ben (deleted)' }).waitFor()
    await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Ben (deleted)' })
    await expect
      .poll(async () => {
        const rows = await page.getByRole('row').allInnerTexts()
        return rows.length > 1 && rows.slice(1).every((row) => row.includes('Ben (deleted)'))
      })
      .toBe(true)
  })
})
