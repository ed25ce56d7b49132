import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lacksBrowser, type Page, type ServingProgram, startBrowser, startServing, type TestBrowser } from '@bottega/testing'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('the page of a server with accounts', () => {
  let root: string
  let server: ServingProgram
  let browser: TestBrowser

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bottega accounts '))
    await writeFile(join(root, 'bottega.yaml'), 'multiuser: true\n')
    server = await startServing(inject('dist'), root)
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
    await rm(root, { recursive: true })
  })

  const ADA = { email: 'ada@people.test', password: 'Sonnet18verse' }
  const BEN = { email: 'ben@people.test', password: 'Ballad27verse' }
  const tilesOf = (page: Page) => page.getByRole('button', { name: /^Picture of/ })

  async function signIn(page: Page, { email, password }: typeof ADA, button = 'Sign in'): Promise<void> {
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: button }).click()
  }

  async function paint(page: Page, prompt: string): Promise<void> {
    await page.getByLabel('Prompt', { exact: true }).fill(prompt)
    await page.getByRole('button', { name: 'Generate' }).click()
    await tilesOf(page).first().waitFor()
  }

  test('the first account is made on it, stays signed in over a reload, and signs out', async () => {
    const { page, complaints, close, findBarriers } = await browser.visit(server.url)
    await page.getByRole('heading', { name: 'Welcome to Bottega' }).waitFor()
    expect(await findBarriers()).toEqual([])
    await page.getByLabel('Name that others see').fill('Ada')
    await signIn(page, ADA, 'Make the account')
    await page.getByText('Ada (administrator)').waitFor()
    await paint(page, 'a red apple')
    await page.reload()
    await tilesOf(page).first().waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Bottega' }).waitFor()
    // browsers write refusals into the console
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([])
    await close()
  })

  test('two people side by side see no trace of each other', async () => {
    const headers = { 'content-type': 'application/json' }
    const ask = (path: string, body: object, more = {}) =>
      fetch(`${server.url}/api/v1/auth/${path}`, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) })
    const { token } = (await (await ask('login', ADA)).json()) as { readonly token: string }
    expect((await ask('users', BEN, { authorization: `Bearer ${token}` })).status).toBe(201)

    const [ada, ben] = [await browser.visit(server.url), await browser.visit(server.url)]
    await signIn(ada.page, { ...ADA, password: 'wrong' })
    await ada.page.getByText('Incorrect email or password').waitFor()
    await signIn(ada.page, ADA)
    await signIn(ben.page, BEN)
    await tilesOf(ada.page).first().waitFor()
    await paint(ben.page, 'a flat fox on a teal background')
    await paint(ada.page, 'a yellow star')
    expect(await ben.page.content()).not.toMatch(/yellow star|red apple|Ada/)
    expect(await ada.page.content()).not.toMatch(/alt="a flat fox|ben@/)
    await ben.page.reload()
    await expect.poll(() => tilesOf(ben.page).count()).toBe(1)
    // somebody is locked out while the page is open
    const users = await fetch(`${server.url}/api/v1/auth/users`, { headers: { authorization: `Bearer ${token}` } })
    const accounts = (await users.json()) as readonly { readonly user_id: string; readonly email: string }[]
    const { user_id = '' } = accounts.find(({ email }) => email === BEN.email) ?? {}
    await fetch(`${server.url}/api/v1/auth/users/${user_id}`, {
      method: 'PATCH',
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify({ is_active: false }),
    })
    await ben.page.getByRole('heading', { name: 'Sign in to Bottega' }).waitFor()
    expect(await tilesOf(ben.page).count()).toBe(0)
    await ada.close()
    await ben.close()
  })
})
