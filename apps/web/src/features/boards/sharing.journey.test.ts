import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const PASSWORD = 'Brushes-and-oil-7'
const addressOf = (name: string) => `${name.toLowerCase()}@example.com`

describe.skipIf(lacksBrowser())('boards of several people', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    const credentials = (name: string) => ({ email: addressOf(name), password: PASSWORD })
    await post('setup', { ...credentials('Ada'), display_name: 'Ada Lace' })
    const { token } = await post('login', credentials('Ada'))
    for (const name of ['Ben', 'Cleo']) await post('users', { ...credentials(name), display_name: name }, token)
  })
  afterEach(async () => expect(await journey.leave(/40[134]/)).toEqual([]))
  afterAll(() => journey.close())

  async function post(path: string, body: object, token = '') {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${journey.url}/api/v1/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as { readonly token?: string }
  }

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

  const openSharing = async (page: Page) => {
    await page.getByRole('button', { name: 'What to do with Whales' }).click()
    await page.getByRole('menuitem', { name: 'Share' }).click()
  }
  const whales = (page: Page) => boards(page).getByRole('button', { name: /^Whales/ })
  const seenBy = (page: Page, who: string) =>
    page.getByRole('status').getByText(`This board and its pictures are seen by ${who}.`).waitFor()
  async function makeWhales(): Promise<Page> {
    const ben = await enter('Ben')
    await ben.getByRole('button', { name: 'New board' }).click()
    await ben.keyboard.type('Whales')
    await ben.keyboard.press('Enter')
    await boards(ben).getByRole('img', { name: 'Private' }).waitFor()
    return ben
  }
  const askAsBen = async (method: string, path: string) => {
    const { token = '' } = await post('login', { email: addressOf('Ben'), password: PASSWORD })
    return fetch(`${journey.url}/api/v1/boards/${path}`, { method, headers: { authorization: `Bearer ${token}` } })
  }
  const listBoards = async () => (await (await askAsBen('GET', '?all=true')).json()) as { board_id: string }[]
  afterEach(async () => {
    for (const { board_id } of await listBoards()) await askAsBen('DELETE', board_id)
  })

  test('a board is private, is shown to all with a sentence that says so, and others may look only', async () => {
    const ben = await makeWhales()
    const cleo = await enter('Cleo')
    await boards(cleo).getByText('No board').waitFor()
    expect(await whales(cleo).count()).toBe(0)

    await openSharing(ben)
    await seenBy(ben, 'you and administrators')
    await ben.getByLabel('Everybody else with an account').selectOption('may look and use the pictures')
    await seenBy(ben, 'you and everybody with an account')
    await ben.keyboard.press('Escape')
    await expect.poll(() => ben.evaluate('document.activeElement.ariaLabel')).toBe('What to do with Whales')

    await whales(cleo).waitFor()
    await boards(cleo).getByRole('img', { name: 'Belongs to Ben' }).waitFor()
    await boards(cleo).getByRole('img', { name: 'Shared: others see it' }).waitFor()
    await cleo.getByRole('button', { name: 'What to do with Whales' }).click()
    const rename = cleo.getByRole('menuitem', { name: 'Rename' })
    expect(await rename.getAttribute('aria-disabled')).toBe('true')
    expect(await rename.textContent()).toContain('only its owner and whoever manages it may do this')
  })

  test('a board is shared with one person, who sees it, then adds to it, and it is gone once that is taken back', async () => {
    const ben = await makeWhales()
    const cleo = await enter('Cleo')
    await openSharing(ben)
    await ben.getByRole('combobox', { name: 'Find somebody by name' }).fill('cle')
    await ben.getByRole('option', { name: 'Cleo' }).waitFor()
    await ben.keyboard.press('Enter')
    await seenBy(ben, 'you, Cleo (may look) and administrators')
    await boards(cleo).getByRole('img', { name: 'Shared with you by Ben: you may look' }).waitFor()
    // the owner is not offered, nor who has it already
    await ben.getByRole('combobox', { name: 'Find somebody by name' }).fill('e')
    await ben.getByText('Ada Lace').waitFor()
    expect(await ben.getByRole('listbox', { name: 'People' }).getByRole('option').allTextContents()).toEqual(['Ada Lace'])
    await ben.keyboard.press('Escape')

    await ben.getByLabel('What Cleo may do').selectOption('may change')
    await seenBy(ben, 'you, Cleo (may change) and administrators')
    await boards(cleo).getByRole('img', { name: 'Shared with you by Ben: you may change it' }).waitFor()
    await whales(cleo).click()
    const picking = cleo.waitForEvent('filechooser')
    await cleo.getByRole('button', { name: 'Upload pictures' }).click()
    const chooser = await picking
    await chooser.setFiles({ name: 'a.png', mimeType: 'image/png', buffer: await drawPicture() })
    await cleo.getByText('One picture uploaded').waitFor()
    expect(await listBoards()).toMatchObject([{ board_name: 'Whales', asset_count: 1 }])

    await ben.getByRole('button', { name: 'Take Cleo off' }).click()
    await seenBy(ben, 'you and administrators')
    await expect.poll(() => whales(cleo).count()).toBe(0)
  })

  test('whom somebody let in who is taken off stays until the owner takes them off too', async () => {
    const ben = await makeWhales()
    const [{ board_id = '' } = {}] = await listBoards()
    const { token = '' } = await post('login', { email: addressOf('Ada'), password: PASSWORD })
    const users = (await (
      await fetch(`${journey.url}/api/v1/auth/users`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as { user_id: string; display_name: string }[]
    const idOf = (name: string) => users.find(({ display_name }) => display_name === name)?.user_id
    const share = async (by: string, body: object) => {
      const { token: key = '' } = await post('login', { email: addressOf(by), password: PASSWORD })
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
      const answer = await fetch(`${journey.url}/api/v1/boards/${board_id}/share`, {
        ...{ method: 'POST', headers, body: JSON.stringify(body) },
      })
      expect(answer.status).toBe(201)
    }
    await share('Ben', { user_id: idOf('Cleo'), permission: 'admin' })
    await share('Cleo', { user_id: idOf('Ada Lace'), permission: 'write' })
    await openSharing(ben)
    await ben.getByText('let in by Cleo', { exact: true }).waitFor()
    await ben.getByRole('button', { name: 'Take Cleo off' }).click()
    await ben.getByRole('status').getByText('Still here, let in by Cleo: Ada Lace.').waitFor()
    await ben.getByRole('button', { name: 'Take off too' }).click()
    await seenBy(ben, 'you and administrators')
    await expect.poll(() => ben.getByText('let in by', { exact: false }).count()).toBe(0)
  })

  test('who was given a board can leave it', async () => {
    const ben = await makeWhales()
    await openSharing(ben)
    await ben.getByRole('combobox', { name: 'Find somebody by name' }).fill('cleo')
    await ben.getByRole('option', { name: 'Cleo' }).click()
    await seenBy(ben, 'you, Cleo (may look) and administrators')
    await ben.keyboard.press('Escape')
    await boards(ben).getByRole('img', { name: 'Shared with 1 person' }).waitFor()
    const cleo = await enter('Cleo')
    await cleo.getByRole('button', { name: 'What to do with Whales' }).click()
    await cleo.getByRole('menuitem', { name: 'Leave this board' }).click()
    await cleo.getByText('Whales leaves your list').waitFor()
    await expect.poll(() => whales(cleo).count()).toBe(0)
    // leaving the page makes it final
    await cleo.goto('about:blank')
    await boards(ben).getByRole('img', { name: 'Private' }).waitFor()
  })

  test('a link with a password is made, followed without an account, and closed', async () => {
    const ben = await makeWhales()
    await openSharing(ben)
    await ben.getByRole('button', { name: 'New public link' }).click()
    await ben.getByLabel('Password').fill('open sesame')
    await ben.getByRole('button', { name: 'Make the link' }).click()
    const url = await ben.getByLabel('Address of the link', { exact: true }).inputValue()
    expect(url).toMatch(new RegExp(`^${journey.url}/link/`))
    await seenBy(ben, 'you, administrators and whoever has its public link')
    await ben.getByRole('button', { name: 'Done' }).click()
    const links = ben.getByRole('list', { name: 'Public links' })
    await links.getByText(/^Link of /).waitFor()
    await links.getByText('without an end date').waitFor()
    await links.getByText('with a password').waitFor()

    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
    const { page } = await journey.open(url.slice(journey.url.length), phone)
    await page.getByLabel('Password').fill('open sesame')
    await page.getByRole('button', { name: 'Show the pictures' }).tap()
    await page.getByRole('heading', { name: 'Whales' }).waitFor()
    await page.getByText('There are no pictures on this board yet.').waitFor()

    await ben.getByRole('button', { name: /^End it: Link of/ }).click()
    // nothing is lost by an Enter too many
    await expect.poll(() => ben.evaluate('document.activeElement.textContent')).toBe('Keep it')
    await ben.keyboard.press('Enter')
    await expect.poll(() => ben.evaluate('document.activeElement.textContent')).toBe('End the link')
    await ben.keyboard.press('Enter')
    await ben.getByText('Whoever has it sees nothing any more.').waitFor()
    await ben.getByRole('button', { name: 'End the link', exact: true }).click()
    await seenBy(ben, 'you and administrators')
    await page.reload()
    await page.getByRole('heading', { name: 'This link leads nowhere any more' }).waitFor()
  })
})

function drawPicture(): Promise<Buffer> {
  return sharp({ create: { width: 64, height: 64, channels: 3, background: '#357' } })
    .png()
    .toBuffer()
}
