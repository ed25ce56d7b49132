import type { Client } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ANN, addPeople, BEN, callAs, visitAs } from './people.journey.ts'

describe.skipIf(lacksBrowser())('two people side by side', () => {
  let journey: Journey
  let ann: Client
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'multiuser: true\n' })
    await addPeople(journey.url)
    ann = await callAs(journey.url, ANN)
  })
  // before somebody signs in, and what is taken away while one looks at it, is refused
  afterEach(async () => expect(await journey.leave(/status of (401|403|404)/)).toEqual([]))
  afterAll(() => journey.close())

  const boards = (page: Page) => page.getByRole('navigation', { name: 'Boards' })
  const tiles = (page: Page) => page.locator('[role=grid] img')
  const paint = async (page: Page, colour: string) => {
    const url = (await page.evaluate(`(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 })
      const context = canvas.getContext('2d')
      context.fillStyle = '${colour}'
      context.fillRect(0, 0, 64, 64)
      return canvas.toDataURL('image/png')
    })()`)) as string
    return new Blob([Buffer.from(url.split(',')[1] ?? '', 'base64')], { type: 'image/png' })
  }

  test('what one shares, names, adds and takes back, the other sees without a click', async () => {
    const { page } = await visitAs(journey, BEN)
    await boards(page).getByText('No board').waitFor()
    const { board_id } = await ann.createBoard({ query: { board_name: 'Whales' } })
    const change = (body: object) => ann.updateBoard({ params: { board_id }, body })
    const row = (name: string) => boards(page).getByRole('button', { name: new RegExp(`^${name}`) })
    await change({ board_visibility: 'shared' })
    await row('Whales').waitFor()
    await change({ board_name: 'Orcas' })
    await row('Orcas').click()
    await page.getByText('This board is empty').waitFor()

    const add = async (colour: string) =>
      ann.uploadImage({
        query: { image_category: 'general', is_intermediate: false, board_id },
        form: { file: await paint(page, colour) },
      })
    const { image_name } = await add('navy')
    await expect.poll(() => tiles(page).count()).toBe(1)
    const second = await add('teal')
    await expect.poll(() => tiles(page).count()).toBe(2)
    await ann.starImages({ body: { image_names: [image_name] } })
    await page.getByRole('gridcell', { name: /star/i }).waitFor()
    await ann.deleteImages({ body: { image_names: [second.image_name] } })
    await expect.poll(() => tiles(page).count()).toBe(1)

    await tiles(page).click()
    await page.getByRole('region', { name: 'Viewer' }).getByRole('img').first().waitFor()
    await change({ board_visibility: 'private' })
    await page.getByText('This board is not here').waitFor()
    await page.getByText('This picture is not here').waitFor()
    await expect.poll(() => row('Orcas').count()).toBe(0)
    expect(await tiles(page).count()).toBe(0)

    // nothing that this page could not show by then is left in it
    await page.getByRole('button', { name: 'All pictures', exact: true }).last().click()
    await change({ board_visibility: 'public' })
    await row('Orcas').waitFor()
    await expect.poll(() => tiles(page).count()).toBe(1)
    await ann.deleteBoard({ params: { board_id } })
    await expect.poll(() => row('Orcas').count()).toBe(0)
    await expect.poll(() => tiles(page).count()).toBe(0)
  })

  test('what a page does itself it does not read anew, another one of the same account does', async () => {
    const { page } = await visitAs(journey, ANN)
    const { page: phone } = await visitAs(journey, ANN)
    const { total } = await ann.listImages({ query: { categories: ['general'], is_intermediate: false, limit: 0 } })
    await ann.uploadImage({
      query: { image_category: 'general', is_intermediate: false },
      form: { file: await paint(page, 'olive') },
    })
    for (const one of [page, phone]) await expect.poll(() => tiles(one).count()).toBe(total + 1)
    const read: string[] = []
    page.on('request', (request) => {
      if (/\/images\/\?.*limit=[^0]/.test(request.url())) read.push(request.url())
    })
    await page.getByRole('gridcell').first().focus()
    await page.keyboard.press('.')
    await phone.getByRole('gridcell', { name: /star/i }).waitFor()
    // what is told after the star arrives, and with it would have come what is told of the star
    await ann.createBoard({ query: { board_name: 'After' } })
    await boards(page).getByText('After').waitFor()
    expect(read).toEqual([])
  })
})
