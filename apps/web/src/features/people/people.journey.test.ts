import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, BEN, callAs, type Person, readStorage, signIn, visitAs } from './people.journey.ts'

const REFUSALS = /status of (400|401|403)/
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
// no examples, which everybody sees
const PROMPTS = { ann: 'a flat fox of Ann', ben: 'a flat rocket of Ben' }

/** Which of some words stand anywhere on a page or in what its browser keeps of it. */
async function findTraces(page: Page, words: readonly string[]): Promise<string[]> {
  const text = `${await page.content()}${JSON.stringify(await readStorage(page))}`
  return words.filter((word) => text.includes(word))
}

describe.skipIf(lacksBrowser())('people on one server', () => {
  let journey: Journey
  let admin: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
  })
  afterEach(async () => expect(await journey.leave(REFUSALS)).toEqual([]))
  afterAll(() => journey.close())

  const findUser = async ({ email }: Person) => {
    const user = (await admin.listUsers()).find((one) => one.email === email)
    if (user === undefined) throw new Error(`there is no ${email}`)
    return user
  }

  test('the administrator sets the server up and makes accounts, one with a password that is made up and shown once', async () => {
    const { page, findBarriers } = await journey.visit()
    await page.getByLabel('Email address').fill(ADA.email)
    await page.getByLabel('Name that others see').fill(ADA.name)
    await page.getByLabel('Password', { exact: true }).fill(ADA.password)
    await page.getByRole('button', { name: 'Make the account' }).click()
    for (const person of [ANN, BEN]) {
      await page.getByRole('button', { name: 'Add a person' }).click()
      const dialog = page.getByRole('dialog', { name: 'Add a person' })
      await dialog.getByLabel('Name that others see').fill(person.name)
      await dialog.getByLabel('Email address').fill(person.email)
      await expect.poll(() => dialog.getByLabel('Password', { exact: true }).inputValue()).toHaveLength(16)
      const isMadeUp = person === BEN
      if (!isMadeUp) {
        await dialog.getByRole('button', { name: 'Type one' }).click()
        await dialog.getByLabel('Password', { exact: true }).fill(person.password)
      }
      const password = await dialog.getByLabel('Password', { exact: true }).inputValue()
      expect(await findBarriers()).toEqual([])
      await dialog.getByRole('button', { name: 'Make the account' }).click()
      const made = page.getByRole('dialog', { name: 'The account is made' })
      await made.getByText(password, { exact: true }).waitFor()
      expect(await findBarriers()).toEqual([])
      await made.getByRole('button', { name: 'Done' }).click()
      expect(await page.content()).not.toContain(password)
      if (isMadeUp) {
        const { page: elsewhere } = await visitAs(journey, { ...person, password })
        await elsewhere.getByRole('button', { name: 'Account of Ben' }).waitFor()
      }
    }
    admin = await callAs(journey.url, ADA)
    await admin.updateUser({ params: { user_id: (await findUser(BEN)).user_id }, body: { password: BEN.password } })
  })

  test('two people side by side see of each other what is shared, and nothing else', async () => {
    const ann = await visitAs(journey, ANN)
    const ben = await visitAs(journey, BEN)
    for (const [{ page }, prompt] of [
      [ann, PROMPTS.ann],
      [ben, PROMPTS.ben],
    ] as const) {
      await page.getByLabel('Prompt', { exact: true }).fill(prompt)
      await page.getByLabel('Prompt', { exact: true }).press('Control+Enter')
    }
    const calls = { ann: await callAs(journey.url, ANN), ben: await callAs(journey.url, BEN) }
    for (const client of Object.values(calls)) {
      await expect.poll(async () => (await client.listImages()).items.length).toBe(1)
    }
    const secret = await calls.ann.createBoard({ query: { board_name: 'Secret foxes' } })
    const shared = await calls.ann.createBoard({ query: { board_name: 'Foxes for all' } })
    const [image] = (await calls.ann.listImages()).items
    const image_name = image?.image_name ?? ''
    await calls.ann.addImageToBoard({ body: { board_id: shared.board_id, image_name } })
    await ann.page.reload()
    await ann.page.getByRole('button', { name: 'What to do with Foxes for all' }).click()
    await ann.page.getByRole('menuitem', { name: 'Share' }).click()
    await ann.page.getByLabel('Everybody else with an account').selectOption('may look and use the pictures')
    await ann.page.getByText('seen by you and everybody with an account').waitFor()
    await expect.poll(async () => (await calls.ben.listBoards({ query: { all: true } })) as readonly unknown[]).toHaveLength(1)

    await ben.page.reload()
    await ben.page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    const boards = await calls.ben.listBoards({ query: { all: true } })
    expect(Array.isArray(boards) ? boards.map(({ board_name }) => board_name) : boards).toEqual(['Foxes for all'])
    await ben.page.goto(`${journey.url}/?board=${shared.board_id}`)
    await ben.page.locator(`img[src*="${image_name}"]`).first().waitFor()
    await ben.page.goto(`${journey.url}/?board=${secret.board_id}`)
    await ben.page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    for (const place of ['/', '/queue', '/models', '/profile', '/users', '/settings']) {
      await ben.page.goto(journey.url + place)
      await ben.page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
      expect(await findTraces(ben.page, [PROMPTS.ann, ANN.email, ADA.email, 'Secret foxes', secret.board_id]), place).toEqual([])
    }
    await ann.page.reload()
    await ann.page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    expect(await findTraces(ann.page, [PROMPTS.ben, BEN.email, BEN.name, ADA.email])).toEqual([])
    expect(await ann.page.getByRole('link', { name: 'People' }).count()).toBe(0)
  })

  test('somebody who is promoted gets the rooms of administrators at once, and loses them so', async () => {
    const { page } = await visitAs(journey, BEN, '/models')
    const user_id = (await findUser(BEN)).user_id
    await page.evaluate('document.querySelector("#page").firstElementChild.dataset.same = "yes"')
    const room = page.getByRole('link', { name: 'People' })
    expect(await room.count()).toBe(0)
    await admin.updateUser({ params: { user_id }, body: { is_admin: true } })
    await page.getByText('You administer this studio now.').waitFor()
    await room.click()
    await page.getByText(ANN.email).waitFor()
    await admin.updateUser({ params: { user_id }, body: { is_admin: false } })
    await page.getByText('This place is for administrators.').waitFor()
    await page.getByText('You do not administer this studio any more.').waitFor()
    expect(await room.count()).toBe(0)
    expect(await page.content()).not.toContain(ANN.email)
    expect(await page.locator('[data-same=yes]').count()).toBe(1)
  })

  test('an administrator finds, promotes, deactivates and takes it back, on a phone too', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA, '/users', PHONE)
    await page.getByText(ANN.email).waitFor()
    expect(await findBarriers()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.getByRole('searchbox').fill('lee')
    await page.getByText('Found: 1').waitFor()
    expect(await page.getByText(BEN.email).count()).toBe(0)
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'More for Ann Lee' }).click()
      await page.getByRole('menu', { name: 'More for Ann Lee' }).getByRole('menuitem', { name, exact: true }).click()
    }
    await act('Make an administrator')
    await page.getByText('Ann Lee is an administrator now.').waitFor()
    expect((await findUser(ANN)).is_admin).toBe(true)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await findUser(ANN)).is_admin).toBe(false)
    await act('Deactivate')
    await expect.poll(async () => (await findUser(ANN)).is_active).toBe(false)
    await page.getByText('Deactivated', { exact: true }).waitFor()
    await act('Activate')
    await expect.poll(async () => (await findUser(ANN)).is_active).toBe(true)
    // the last administrator stays, and it is said why
    await page.getByRole('searchbox').fill('')
    await page.getByText('the only one').waitFor()
    await page.getByRole('button', { name: 'More for Ada' }).click()
    const last = page.getByRole('menu', { name: 'More for Ada' }).getByRole('menuitem', { name: /^Delete/ })
    await last.waitFor()
    expect(await findBarriers()).toEqual([])
    expect(await last.getAttribute('aria-disabled')).toBe('true')
  })

  test('a new password is set for somebody, sessions are ended, and an account is deleted by typing its name', async () => {
    const { page } = await visitAs(journey, ADA, '/users')
    const ben = await visitAs(journey, BEN)
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'More for Ben' }).click()
      await page.getByRole('menu', { name: 'More for Ben' }).getByRole('menuitem', { name, exact: true }).click()
    }
    const ofBen = await callAs(journey.url, BEN)
    const nameKeys = async () => {
      const { user_id } = await findUser(BEN)
      return (await admin.listApiKeysOfUser({ params: { user_id } })).map(({ name }) => name)
    }
    for (const name of ['By night', 'By day']) await ofBen.createApiKey({ body: { name, scopes: ['manage'] } })
    await act('Sessions and API keys')
    const sessions = page.getByRole('dialog', { name: 'Sessions and API keys of Ben' })
    await sessions
      .getByText(/Chrome \d+ on Linux/)
      .first()
      .waitFor()
    await sessions.getByRole('button', { name: 'Delete the key By night' }).click()
    const asked = page.getByRole('dialog', { name: 'Delete the key By night?' })
    await asked.getByRole('button', { name: 'Delete the key' }).click()
    await sessions.getByRole('button', { name: 'Delete the key By day' }).waitFor()
    await expect.poll(nameKeys).toEqual(['By day'])
    await sessions.getByRole('button', { name: 'End all sessions' }).click()
    await page.getByText('Ben is signed out everywhere.').waitFor()
    await ben.page.getByRole('dialog', { name: 'The session is over' }).waitFor()

    await act('Set a new password')
    const dialog = page.getByRole('dialog', { name: 'New password for Ben' })
    await expect.poll(() => dialog.getByLabel('Password', { exact: true }).inputValue()).toHaveLength(16)
    const password = await dialog.getByLabel('Password', { exact: true }).inputValue()
    await dialog.getByRole('checkbox', { name: 'Delete its API key too' }).check()
    await dialog.getByRole('button', { name: 'Set a new password' }).click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await ben.page.getByRole('button', { name: 'Not Ben?' }).click()
    await signIn(ben.page, { ...BEN, password })
    expect(await nameKeys()).toEqual([])

    await act('Delete')
    const last = page.getByRole('dialog', { name: 'Delete the account of Ben?' })
    expect(await last.getByRole('button', { name: 'Delete for good' }).isDisabled()).toBe(true)
    await last.getByLabel(`Type ${BEN.email} to confirm`).fill(BEN.email.toUpperCase())
    await last.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('The account of Ben is deleted.').waitFor()
    await ben.page.getByRole('dialog', { name: 'The session is over' }).waitFor()
    expect((await admin.listUsers()).map(({ email }) => email)).not.toContain(BEN.email)
  })
})
