import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const PASSWORD = 'Brushes-and-oil-7'
const addressOf = (name: string) => `${name.toLowerCase()}@example.com`

describe.skipIf(lacksBrowser())('boards of several people', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    const post = async (path: string, body: object, token = '') => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
      const answer = await fetch(`${journey.url}/api/v1/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()) as { readonly token?: string }
    }
    const credentials = (name: string) => ({ email: addressOf(name), password: PASSWORD })
    await post('setup', { ...credentials('Ada'), display_name: 'Ada Lace' })
    const { token } = await post('login', credentials('Ada'))
    for (const name of ['Ben', 'Cleo']) await post('users', { ...credentials(name), display_name: name }, token)
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  async function enter(name: string): Promise<Page> {
    const answer = await fetch(`${journey.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: addressOf(name), password: PASSWORD, cookie: true }),
    })
    const cookies = answer.headers.getSetCookie().map((cookie) => {
      const [, key = '', value = '', path = '/'] = /^([^=]+)=([^;]*).*?; Path=([^;]+)/i.exec(cookie) ?? []
      const { hostname } = new URL(journey.url)
      return { name: key, value, domain: hostname, path, expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const }
    })
    const { page } = await journey.visit('', { storageState: { cookies, origins: [] } })
    return page
  }
  const boards = (page: Page) => page.getByRole('navigation', { name: 'Boards' })

  test('a board is private, is shown to all with a sentence that says so, and others may look only', async () => {
    const ben = await enter('Ben')
    await ben.getByRole('button', { name: 'New board' }).click()
    await ben.keyboard.type('Whales')
    await ben.keyboard.press('Enter')
    await boards(ben).getByRole('img', { name: 'Private' }).waitFor()
    const cleo = await enter('Cleo')
    await boards(cleo).getByText('No board').waitFor()
    expect(await boards(cleo).getByText('Whales').count()).toBe(0)

    await ben.getByRole('button', { name: 'What to do with Whales' }).click()
    await ben.getByRole('menuitem', { name: 'Who may see it' }).click()
    await ben.getByText('Nobody else sees this board, but administrators.').waitFor()
    const stored = ben.waitForResponse((answer) => answer.request().method() === 'PATCH')
    await ben.getByRole('radio', { name: 'Shared' }).check()
    await ben.getByText('Everybody with an account sees this board and its pictures').waitFor()
    await ben.getByRole('button', { name: 'Save' }).click()
    await stored

    await cleo.reload()
    await boards(cleo)
      .getByRole('button', { name: /^Whales/ })
      .waitFor()
    await boards(cleo).getByRole('img', { name: 'Belongs to Ben' }).waitFor()
    await cleo.getByRole('button', { name: 'What to do with Whales' }).click()
    const rename = cleo.getByRole('menuitem', { name: 'Rename' })
    expect(await rename.getAttribute('aria-disabled')).toBe('true')
    expect(await rename.textContent()).toContain('only its owner may do this')
    // nor is it offered where pictures go to
    await cleo.keyboard.press('Escape')
    expect(await boards(cleo).getByRole('img', { name: 'Shared: others see it' }).count()).toBe(1)
  })
})
