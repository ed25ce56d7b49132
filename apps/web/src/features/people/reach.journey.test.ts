import { readFile } from 'node:fs/promises'
import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, addPeople, callAs, visitAs } from './people.journey.ts'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
/** Each place with what stands there once all of it is read. */
const PLACES: Readonly<Record<string, readonly ((page: Page) => ReturnType<Page['locator']>)[]>> = {
  '/users': [
    (page) => page.getByRole('button', { name: 'More for Ann Lee' }),
    (page) => page.getByRole('button', { name: 'Take back the invitation of olu@example.com' }),
  ],
  '/hand-over': [(page) => page.getByRole('button', { name: /^Take back: Maximiliane/ })],
  '/audit': [(page) => page.getByRole('main').getByText('Invitation made').last()],
  '/trash': [(page) => page.getByRole('checkbox').first()],
  '/profile': [(page) => page.getByRole('button', { name: 'Delete the key Wall' })],
}

/** What can be touched, and is too low for that; a field may have its edge around it. */
const FIND_LOW = `[...document.querySelectorAll('main button, main select, main input:not([type=checkbox], [type=radio])')]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < (element.matches('input') ? 42 : 44))
  .map((element) => element.ariaLabel || element.textContent || element.outerHTML)`
/** By how much the place is wider than its screen. It scrolls by itself, which hides that. */
const FIND_WIDTH = `document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth`
const focused = (page: Page) => page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.textContent')

/** Waits until a dialog has the focus: before that, keys still belong to the menu that it was asked for in. */
async function hasFocus(dialog: ReturnType<Page['locator']>): Promise<void> {
  await dialog.locator(':focus').waitFor()
}

/** Uploads a picture and deletes it. */
async function throwAway(client: Client): Promise<void> {
  const bytes = await readFile(new URL('../../../../../docs/images/starter.png', import.meta.url))
  const file = new File([bytes], 'a.png', { type: 'image/png' })
  const query = { image_category: 'general', is_intermediate: false } as const
  await client.deleteImage({ params: await client.uploadImage({ query, form: { file } }) })
}

/** Presses Tab until something has the focus; fails where that does not come. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to ${name}`)
}

describe.skipIf(lacksBrowser())('the places of people', () => {
  let journey: Journey
  let ada: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    ada = await addPeople(journey.url)
    const long = { name: 'Long', email: `${'long-'.repeat(12)}@example.com`, password: 'Studio of Long 7' }
    const { user_id } = await ada.createUser({
      body: { email: long.email, password: long.password, display_name: `Maximiliane ${'Oberkirchner-'.repeat(8)}` },
    })
    await (await callAs(journey.url, long)).createBoard({ query: { board_name: 'Owls' } })
    const me = await ada.getOwnAccount()
    await ada.transferContent({ body: { from_user_id: user_id, to_user_id: me.user_id } })
    await throwAway(ada)
    for (const email of ['nora@example.com', 'olu@example.com']) await ada.createInvitation({ body: { email } })
    await ada.createApiKey({ body: { name: 'Night script', scopes: ['read'] } })
    await ada.createApiKey({ body: { name: 'Wall', scopes: ['read'] } })
  })
  afterEach(async () => expect(await journey.leave(/status of 401/)).toEqual([]))
  afterAll(() => journey.close())

  test('have no barriers, fit a phone, and can be touched', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA, '', PHONE)
    for (const [place, parts] of Object.entries(PLACES)) {
      await page.goto(journey.url + place)
      await page.locator('h1').first().waitFor()
      for (const find of parts) await find(page).waitFor()
      await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
      expect([place, ...(await findBarriers())]).toEqual([place])
      expect([place, await page.evaluate(FIND_WIDTH)]).toEqual([place, 0])
      expect([place, await page.evaluate(FIND_LOW)]).toEqual([place, []])
    }
  })

  test('are walked through by keys alone: from one to the next, into a dialog and back to where it was asked for', async () => {
    const { page } = await visitAs(journey, ADA, '/users')
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await tabTo(page, 'Add a person')
    await page.keyboard.press('Enter')
    await hasFocus(page.getByRole('dialog', { name: 'Add a person' }))
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Add a person')

    await page.getByRole('button', { name: 'More for Ann Lee' }).waitFor()
    await tabTo(page, 'More for Ann Lee')
    await page.keyboard.press('Enter')
    await page.getByRole('menu').getByRole('menuitem', { name: 'Sessions and API keys' }).waitFor()
    await expect.poll(() => focused(page)).toBe('Change name or address')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await hasFocus(page.getByRole('dialog', { name: 'Delete the account of Ann Lee?' }))
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('More for Ann Lee')

    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await tabTo(page, 'Hand over')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Hand over' }).waitFor()
    await tabTo(page, 'What happened')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'What happened' }).waitFor()
    await page.getByRole('row').filter({ hasText: 'Invitation made' }).first().waitFor()
  })

  test('keep the focus in a list whose row is taken away, and have it on the button that copies a new key', async () => {
    const { page } = await visitAs(journey, ADA, '/users')
    const open = page.getByRole('list', { name: 'Open invitations' })
    await open.getByRole('button', { name: 'Take back the invitation of nora@example.com' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => open.getByRole('listitem').count()).toBe(1)
    await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toBe('Open invitations')

    await page.goto(`${journey.url}/profile`)
    await page.getByRole('button', { name: 'Make a key' }).click()
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('name')
    await page.keyboard.type('By keys')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'The key is made' }).waitFor()
    await expect.poll(() => focused(page)).toBe('Copy')
    // a slip does not lose what is not shown again
    await page.keyboard.press('Escape')
    await tabTo(page, 'Done')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Delete the key By keys' }).focus()
    await page.keyboard.press('Enter')
    await hasFocus(page.getByRole('dialog', { name: 'Delete the key By keys?' }))
    await tabTo(page, 'Delete the key')
    await page.keyboard.press('Enter')
    await page.getByText('The key By keys is deleted.').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement !== document.body')).toBe(true)
  })

  test('in the trash a picture is picked by keys, and the question before it is deleted for good gives the focus back', async () => {
    const ann = await callAs(journey.url, ANN)
    // before the page is open, which would still look for the picture that was here a moment ago
    await throwAway(ann)
    const { page } = await visitAs(journey, ANN, '/trash')
    await page.getByRole('checkbox').focus()
    await page.keyboard.press('Space')
    await page.getByText('1 picked').waitFor()
    await page.getByRole('button', { name: 'Delete for good' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Delete for good?' }).waitFor()
    // nothing is lost by an Enter too many
    await expect.poll(() => focused(page)).toBe('Keep')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Delete for good')
  })
})
