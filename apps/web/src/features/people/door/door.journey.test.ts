import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, signIn } from '../people.journey.ts'

// not signed in, refused passwords, and attempts too many are what this is about
const REFUSALS = /status of (400|401|403|429)/
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(lacksBrowser())('the door', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({
      dist: inject('dist'),
      settings: 'multiuser: true\n',
      flags: ['--forwarded-allow-ips', '127.0.0.1'],
    })
  })
  afterEach(async () => expect(await journey.leave(REFUSALS)).toEqual([]))
  afterAll(() => journey.close())

  test('is light or dark as the system is, also when that changes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await journey.visit('', { colorScheme })
      await page.getByRole('heading', { name: 'Welcome' }).waitFor()
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
      const other = colorScheme === 'light' ? 'dark' : 'light'
      await page.emulateMedia({ colorScheme: other })
      await page.locator(`html[data-mantine-color-scheme=${other}]`).waitFor({ state: 'attached' })
    }
  })

  test('elsewhere than on the machine of the server the setup code is asked for', async () => {
    // a proxy says where the browser is
    const { page } = await journey.visit('', { extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.7' } })
    await page.getByLabel('Email address').fill(ADA.email)
    await page.getByLabel('Name that others see').fill(ADA.name)
    await page.getByLabel('Password', { exact: true }).fill(ADA.password)
    expect(await page.getByLabel('Setup code').count()).toBe(0)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByLabel('Setup code').fill('a guess')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByText('This is not the setup code.').waitFor()
    expect((await readFile(join(journey.root, 'setup-code'), 'utf8')).trim()).toMatch(/^[\w-]{12}$/)
  })

  test('the first administrator is made with a password that is held to the rules, and is in at once', async () => {
    const { page, findBarriers } = await journey.visit('', PHONE)
    expect(await findBarriers()).toEqual([])
    await page.getByLabel('Email address').fill(ADA.email)
    await page.getByLabel('Name that others see').fill(ADA.name)
    const password = page.getByLabel('Password', { exact: true })
    await password.fill('Studio')
    await page.getByText('Strength: weak').waitFor()
    expect(await page.locator('li[data-met=true]').allInnerTexts()).toHaveLength(2)
    // strong by its form, and yet what everybody takes
    await password.fill('Password1')
    await page.getByText('Strength: weak, since many people choose this one').waitFor()
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByText('Many people use this password').waitFor()
    await password.fill(ADA.password)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByText('Add the people you share with').waitFor()
    expect(new URL(page.url()).pathname).toBe('/users')
    expect(await findBarriers()).toEqual([])
  })

  test('nothing is shown while it is found out who is there, and with a session that lasts no form ever', async () => {
    const { page } = await journey.visit()
    await signIn(page, ADA)
    await page.addInitScript(`
      globalThis.seen = []
      new MutationObserver(() => {
        const text = document.querySelector('#page')?.innerText.trim()
        if (text) globalThis.seen.push(text)
      }).observe(document, { childList: true, subtree: true, characterData: true })
    `)
    await page.reload()
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    const seen: string[] = await page.evaluate('seen')
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter((text) => /Sign in|Email address/.test(text))).toEqual([])
  })

  test('a wrong password is told, capitals that are locked are hinted at, and too many attempts wait', async () => {
    const { page, findBarriers } = await journey.visit('', PHONE)
    expect(await findBarriers()).toEqual([])
    const password = page.getByLabel('Password', { exact: true })
    await password.focus()
    await page.evaluate(`document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: true }))`)
    await page.getByText('Caps lock is on.').waitFor()
    await page.getByLabel('Email address').fill('nobody@example.com')
    const button = page.getByRole('button', { name: 'Sign in' })
    for (let attempt = 1; attempt <= 10; attempt++) {
      await password.fill(`wrong ${attempt}`)
      const answered = page.waitForResponse(/auth\/login/)
      await button.click()
      expect((await answered).status()).toBe(401)
      await page.getByText('Email address or password is wrong.').waitFor()
    }
    await password.fill('wrong again')
    await button.click()
    await page.getByText('Too many failed attempts.').waitFor()
    expect(await page.getByText(/^Try again in/).innerText()).toMatch(/^Try again in 0:(30|2\d)\.$/)
    expect(await button.isDisabled()).toBe(true)
    expect(await findBarriers()).toEqual([])
  })
})

describe.skipIf(lacksBrowser())('a server of one person', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterAll(() => journey.close())

  test('knows nothing of accounts', async () => {
    const { page } = await journey.visit()
    await page.getByRole('navigation', { name: 'Places' }).waitFor()
    expect(await page.getByRole('button', { name: /^Account/ }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0)
    expect(await page.locator('body').innerText()).not.toMatch(/sign (in|out)|password|administrator|account/i)
    for (const place of ['/users', '/profile']) {
      await page.goto(journey.url + place)
      await page.getByText('This server has no accounts.').waitFor()
    }
    expect(await journey.leave()).toEqual([])
  })
})
