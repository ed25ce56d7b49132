import { readFile } from 'node:fs/promises'
import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, ANN, addPeople, BEN, callAs, visitAs } from '../people.journey.ts'

const EVERYONE = "Everyone's work"
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

async function upload(client: Client, prompt: string, board_id?: string): Promise<string> {
  const bytes = await readFile(new URL('../../../../../../docs/images/starter.png', import.meta.url))
  const file = new File([bytes], 'a.png', { type: 'image/png' })
  const query = { image_category: 'general', is_intermediate: false, ...(board_id !== undefined && { board_id }) } as const
  const metadata = JSON.stringify({ positive_prompt: prompt })
  return (await client.uploadImage({ query, form: { file, metadata } })).image_name
}

const countTiles = (page: Page) => expect.poll(() => page.locator('[role=grid] img').count())

describe.skipIf(lacksBrowser())("an administrator and everyone's work", () => {
  let journey: Journey
  let ann: Client
  let foxes: string
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    const ada = await addPeople(journey.url)
    ann = await callAs(journey.url, ANN)
    foxes = (await ann.createBoard({ query: { board_name: 'Foxes' } })).board_id
    await upload(ann, 'a fox in the snow', foxes)
    await upload(ann, 'an owl')
    await upload(await callAs(journey.url, BEN), 'a boat')
    await upload(ada, 'a rocket')
  })
  afterEach(async () => expect(await journey.leave(/status of 401/)).toEqual([]))
  afterAll(() => journey.close())

  test('begins with the own, shows all of it with names where that is asked for, and leads back', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA)
    await countTiles(page).toBe(1)
    await page.getByRole('button', { name: EVERYONE }).click()
    await page.getByText("You see everyone's work, private work too.").waitFor()
    await countTiles(page).toBe(4)
    await page.getByRole('button', { name: /^All pictures 4/ }).waitFor()
    await page.getByRole('button', { name: /^No board 3/ }).waitFor()
    const grid = page.getByRole('grid')
    expect(await grid.getByText('Ann Lee', { exact: true }).count()).toBe(2)
    expect(await grid.getByText('Ben', { exact: true }).count()).toBe(1)
    expect(await grid.getByText('Yours', { exact: true }).count()).toBe(1)
    // tooltips lie outside of the parts of the page
    await page.mouse.move(600, 500)
    await page.getByRole('tooltip').waitFor({ state: 'hidden' })
    expect(await findBarriers()).toEqual([])

    await page.getByRole('searchbox', { name: 'Search pictures' }).fill('owl')
    await countTiles(page).toBe(1)
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await countTiles(page).toBe(4)

    await page.getByRole('button', { name: /^Foxes Ann Lee/ }).click()
    await countTiles(page).toBe(1)
    await page.locator('[role=grid] img').click()
    await page.getByRole('region', { name: 'Viewer' }).getByText('Ann Lee').first().waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Back to mine' }).click()
    await page.getByText('This board belongs to somebody else').waitFor()
    await countTiles(page).toBe(0)
    // what is not shown can be done nothing with
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('combobox', { name: 'Search for anything' })
    await palette.fill('Pick all')
    await page.getByText('Nothing is called “Pick all”.').waitFor()
    await palette.press('Escape')
    await palette.waitFor({ state: 'detached' })
    await page.getByRole('main').getByRole('button', { name: 'All pictures', exact: true }).click()
    await countTiles(page).toBe(1)
    expect(await page.getByRole('button', { name: /^Foxes/ }).count()).toBe(0)
  })

  test('follows what others do, and takes acts on many', async () => {
    const { page } = await visitAs(journey, ADA)
    await page.getByRole('button', { name: EVERYONE }).click()
    await page.getByRole('button', { name: /^Foxes Ann Lee/ }).click()
    await countTiles(page).toBe(1)
    const added = await upload(ann, 'a second fox', foxes)
    await countTiles(page).toBe(2)
    await page.getByRole('grid').press('Control+a')
    await page.getByText('2 picked', { exact: true }).waitFor()
    await page.keyboard.press('.')
    await expect.poll(async () => (await ann.listImages({ query: { starred: true } })).total).toBe(2)
    await ann.updateBoard({ params: { board_id: foxes }, body: { board_name: 'Red foxes' } })
    await page.getByRole('button', { name: /^Red foxes Ann Lee/ }).waitFor()
    await ann.deleteImages({ body: { image_names: [added] } })
    await countTiles(page).toBe(1)
  })

  test('shows what came while another place was open', async () => {
    const { page } = await visitAs(journey, ADA)
    const hears = page.waitForEvent('websocket')
    await page.reload()
    const socket = await hears
    await page.getByRole('button', { name: EVERYONE }).click()
    await countTiles(page).toBe(4)
    await page.getByRole('link', { name: 'Queue' }).click()
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor()
    const told = socket.waitForEvent('framereceived', ({ payload }) => String(payload).includes('everyones_work_changed'))
    const added = await upload(ann, 'an owl in the snow')
    await told
    await page.getByRole('link', { name: 'Generate' }).click()
    await countTiles(page).toBe(5)
    await ann.deleteImages({ body: { image_names: [added] } })
    await countTiles(page).toBe(4)
  })

  test('is off again after the page is loaded anew, and is not offered to users', async () => {
    const { page } = await visitAs(journey, ADA, '', PHONE)
    await page.getByRole('link', { name: 'Gallery' }).tap()
    await page.getByRole('button', { name: EVERYONE }).tap()
    await page.getByText("You see everyone's work, private work too.").waitFor()
    await countTiles(page).toBe(4)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.reload()
    await countTiles(page).toBe(1)
    expect(await page.getByText("You see everyone's work").count()).toBe(0)

    const { page: other } = await visitAs(journey, ANN)
    await countTiles(other).toBe(2)
    expect(await other.getByRole('button', { name: EVERYONE }).count()).toBe(0)
  })
})

describe.skipIf(lacksBrowser())("everyone's work where private work is closed", () => {
  let journey: Journey
  let ada: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\nadmin_private_view: false\n' })
    ada = await addPeople(journey.url)
    const [ann, ben] = [await callAs(journey.url, ANN), await callAs(journey.url, BEN)]
    await upload(ann, 'an owl')
    const { board_id } = await ben.createBoard({ query: { board_name: 'Boats' } })
    await ben.updateBoard({ params: { board_id }, body: { board_visibility: 'public' } })
    await upload(ben, 'a boat', board_id)
  })
  afterEach(async () => expect(await journey.leave(/status of 401/)).toEqual([]))
  afterAll(() => journey.close())

  test('leaves it out, says so, and lets what is opened be looked at, not changed', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA)
    // what lies on a public board can be looked after, but does not go elsewhere, in one's own view too, and after a reload
    for (const begin of [async () => {}, () => page.reload()]) {
      await begin()
      await page.getByRole('button', { name: /^Boats/ }).click()
      await countTiles(page).toBe(1)
      await page.getByRole('grid').press('Control+a')
      await page.getByRole('button', { name: /^Move to a board: .*looked at, not changed/ }).waitFor()
    }
    await page.getByRole('main').getByRole('button', { name: 'All pictures', exact: true }).click()
    await page.getByRole('button', { name: EVERYONE }).click()
    await page.getByText("You see everyone's work, but not what is private").waitFor()
    await countTiles(page).toBe(1)
    await page.getByRole('button', { name: /^All pictures 1/ }).waitFor()
    // tooltips lie outside of the parts of the page
    await page.mouse.move(600, 500)
    await page.getByRole('tooltip').waitFor({ state: 'hidden' })
    expect(await findBarriers()).toEqual([])
    await page.getByRole('grid').press('Control+a')
    await page.getByRole('button', { name: /^Move to a board: .*looked at, not changed/ }).waitFor()
    await page.getByRole('link', { name: 'Open an account' }).click()
    await page.getByRole('button', { name: 'More for Ann Lee' }).click()
    await page.getByRole('menuitem', { name: 'Open private work' }).click()
    const dialog = page.getByRole('dialog', { name: 'Open the private work of Ann Lee' })
    await dialog.getByLabel('Why').fill('Ann asked for help with a picture')
    await dialog.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByRole('link', { name: 'Generate', exact: true }).click()
    await countTiles(page).toBe(2)
    await page.getByRole('grid').press('Control+a')
    await page.getByRole('button', { name: /^Delete: .*looked at, not changed/ }).waitFor()
    await page
      .getByRole('button', { name: /^Download/ })
      .first()
      .waitFor()
    // as another page of an administrator would
    const { items } = await ada.listOpenAccounts()
    await ada.closeAccount({ params: { opening_id: items[0]?.id ?? '' } })
    await countTiles(page).toBe(1)
  })
})
