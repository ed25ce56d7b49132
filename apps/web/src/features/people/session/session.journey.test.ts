import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, addPeople, BEN, callAs, type Person, readStorage, signIn, visitAs } from '../people.journey.ts'

const REFUSALS = /status of (400|401|403)/

describe.skipIf(lacksBrowser())('a session', () => {
  let journey: Journey
  let admin: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    admin = await addPeople(journey.url)
  })
  afterEach(async () => expect(await journey.leave(REFUSALS)).toEqual([]))
  afterAll(() => journey.close())

  const idOf = async ({ email }: Person) => (await admin.listUsers()).find((user) => user.email === email)?.user_id ?? ''
  const endSessions = async (person: Person) => {
    for (const { id } of await admin.listSessionsOfUser({ params: { user_id: await idOf(person) } }))
      await admin.endSession({ params: { session_id: id } })
  }
  const isGone = (page: Page) => page.getByRole('dialog', { name: 'The session is over' })

  test('that is ended from elsewhere leaves the page as it is; what was typed is made after signing in again', async () => {
    const { page, findBarriers } = await visitAs(journey, ANN)
    const prompt = page.getByLabel('Prompt', { exact: true })
    await prompt.fill('a flat fox on a teal background')
    await page.evaluate('document.querySelector("#page").firstElementChild.dataset.same = "yes"')
    await endSessions(ANN)
    // the socket is closed, so nothing has to be clicked
    await isGone(page).waitFor()
    expect(await findBarriers()).toEqual([])
    expect(await isGone(page).getByLabel('Email address').inputValue()).toBe(ANN.email)
    await isGone(page).getByLabel('Password', { exact: true }).fill('wrong')
    await isGone(page).getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('Email address or password is wrong.').waitFor()
    await isGone(page).getByLabel('Password', { exact: true }).fill(ANN.password)
    await isGone(page).getByRole('button', { name: 'Sign in', exact: true }).click()
    await isGone(page).waitFor({ state: 'detached' })
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    expect(await page.locator('[data-same=yes]').count()).toBe(1)
    expect(await prompt.inputValue()).toBe('a flat fox on a teal background')
    await prompt.press('Control+Enter')
    const ann = await callAs(journey.url, ANN)
    await expect.poll(async () => (await ann.listImages()).items.length).toBe(1)
  })

  test('that ends while somebody types lets them type on: the letters are no password', async () => {
    const { page } = await visitAs(journey, ANN)
    const prompt = page.getByLabel('Prompt', { exact: true })
    await prompt.fill('')
    await prompt.focus()
    await page.keyboard.type('a fox ')
    await endSessions(ANN)
    await isGone(page).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('P')
    await page.keyboard.type('at nightt')
    await page.keyboard.press('Backspace')
    expect(await prompt.inputValue()).toBe('a fox at night')
    const password = isGone(page).getByLabel('Password', { exact: true })
    expect(await password.inputValue()).toBe('')
    // hands that rest are at the password
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("name")')).toBe('password')
    await page.keyboard.type(ANN.password)
    await page.keyboard.press('Enter')
    await isGone(page).waitFor({ state: 'detached' })
    const ann = await callAs(journey.url, ANN)
    const read = () => ann.getClientState({ params: { queue_id: 'default' }, query: { key: 'studio' } })
    await expect.poll(read).toContain('a fox at night')
  })

  test('that is over is noticed by the next call where no connection tells', async () => {
    const { page } = await visitAs(journey, BEN, '/profile')
    await page.getByText('this session').waitFor()
    await page.context().clearCookies()
    await page.getByLabel('Name that others see').fill('Benjamin')
    await page.getByRole('button', { name: 'Save the name' }).click()
    await isGone(page).waitFor()
  })

  test('is left to somebody else without a trace', async () => {
    const { page } = await visitAs(journey, ANN)
    await page.getByLabel('Prompt', { exact: true }).fill('a secret of Ann')
    await endSessions(ANN)
    await isGone(page).waitFor()
    await page.getByRole('button', { name: 'Not Ann Lee?' }).click()
    await signIn(page, BEN)
    await page.getByRole('button', { name: 'Account of Ben' }).waitFor()
    expect(await page.getByLabel('Prompt', { exact: true }).inputValue()).toBe('')
    expect(await page.content()).not.toMatch(/Ann|secret/)
    expect(JSON.stringify(await readStorage(page))).not.toMatch(/Ann|secret/i)
    const ben = await callAs(journey.url, BEN)
    const kept = await ben.getClientState({ params: { queue_id: 'default' }, query: { key: 'studio' } })
    expect(kept ?? '').not.toContain('secret')
  })

  test('ends with a click on sign out, in every tab, and leaves nothing in the browser', async () => {
    const { page } = await visitAs(journey, ANN)
    await page.getByLabel('Prompt', { exact: true }).fill('a secret of Ann')
    const other = await page.context().newPage()
    await other.goto(`${journey.url}/profile`)
    await other.getByText('ann@example.com').waitFor()
    await page.evaluate(`localStorage.setItem('bottega-color-scheme', 'light'); localStorage.setItem('another program', 'stays')`)
    const answered = page.waitForResponse(/auth\/logout/)
    await page.getByRole('button', { name: 'Account of Ann Lee' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    // pictures are kept by browsers for a year
    expect((await (await answered).allHeaders())['clear-site-data']).toBe('"cache"')
    for (const tab of [page, other]) {
      await tab.getByLabel('Password', { exact: true }).waitFor()
      expect(new URL(tab.url()).pathname).toBe('/')
      expect(await tab.content()).not.toMatch(/Ann|secret/)
      expect(await readStorage(tab)).toEqual({ 'another program': 'stays' })
    }
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual([])
    // and whoever signs in in one tab is in in the other
    await signIn(page, BEN)
    await other.getByRole('button', { name: 'Account of Ben' }).waitFor()
    expect(await other.getByLabel('Prompt', { exact: true }).inputValue()).toBe('')
  })

  test('of an account that is deactivated while its page is open is over, and the door says why', async () => {
    const { page } = await visitAs(journey, BEN)
    const user_id = await idOf(BEN)
    await admin.updateUser({ params: { user_id }, body: { is_active: false } })
    await isGone(page).waitFor()
    await isGone(page).getByLabel('Password', { exact: true }).fill(BEN.password)
    await isGone(page).getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('This account is deactivated.').waitFor()
    await admin.updateUser({ params: { user_id }, body: { is_active: true } })
  })

  test('goes on over a new password, which ends the others', async () => {
    const elsewhere = await visitAs(journey, BEN)
    const { page, findBarriers } = await visitAs(journey, BEN, '/profile')
    expect(await findBarriers()).toEqual([])
    await page.getByLabel('Current password').fill(BEN.password)
    await page.getByLabel('New password').fill('Studio of Ben 8')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('The password is changed.').waitFor()
    await isGone(elsewhere.page).waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^End the session/ }).count()).toBe(0)
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    expect(await isGone(page).count()).toBe(0)
    await admin.updateUser({ params: { user_id: await idOf(BEN) }, body: { password: BEN.password } })
  })

  test('is one of a list, where each can be ended, or all others', async () => {
    const others = [await visitAs(journey, ADA), await visitAs(journey, ADA)]
    const { page } = await visitAs(journey, ADA, '/profile')
    await page.getByText('this session').waitFor()
    const ends = page.getByRole('button', { name: /^End the session of Chrome \d+ on Linux/ })
    // that of the calls of this test is of no browser
    await expect.poll(() => ends.count()).toBe(2)
    await ends.first().click()
    await expect.poll(() => ends.count()).toBe(1)
    await expect.poll(async () => (await Promise.all(others.map((one) => isGone(one.page).count()))).toSorted()).toEqual([0, 1])
    await page.getByRole('button', { name: 'End all other sessions' }).click()
    await page.getByText('All other sessions have ended.').waitFor()
    for (const one of others) await isGone(one.page).waitFor()
    await page.getByRole('button', { name: 'Save the name' }).waitFor()
    admin = await callAs(journey.url, ADA)
  })
})
