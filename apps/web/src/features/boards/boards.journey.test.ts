import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('boards', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  const row = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Boards' }).getByRole('button', { name: new RegExp(`^${name}`) })
  const act = async (page: Page, board: string, name: string) => {
    await page.getByRole('button', { name: `What to do with ${board}` }).click()
    await page.getByRole('menuitem', { name }).click()
  }

  async function make(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: 'New board' }).click()
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await row(page, name).waitFor()
    await page.waitForURL(/board=/)
  }

  test('a board is made, named anew in place, archived, and taken back', async () => {
    const { page, findBarriers } = await journey.visit()
    await make(page, 'Foxes')
    await row(page, 'Foxes').focus()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name of the board Foxes' }).fill('Red foxes')
    await page.keyboard.press('Enter')
    await row(page, 'Red foxes').waitFor()
    await act(page, 'Red foxes', 'Archive')
    await row(page, 'Red foxes').waitFor({ state: 'hidden' })
    await row(page, '1 archived').click()
    await row(page, 'Red foxes').waitFor()
    expect(await findBarriers()).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, '1 archived').waitFor({ state: 'hidden' })
    await page.reload()
    await row(page, 'Red foxes').waitFor()
  })

  test('a board that is deleted comes back by Undo, and is gone when its message is', async () => {
    const { page } = await journey.visit()
    await make(page, 'Owls')
    await upload(page, new URL(page.url()).searchParams.get('board') ?? '')
    await page.reload()
    await row(page, 'Owls 1').waitFor()
    await act(page, 'Owls', 'Delete board, keep pictures')
    await row(page, 'Owls').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, 'Owls 1').waitFor()

    await act(page, 'Owls', 'Delete board and pictures')
    const deletion = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
    await page.getByRole('status').getByRole('button', { name: 'Close' }).click()
    expect((await deletion).url()).toContain('include_images=true')
    await page.reload()
    await row(page, 'All pictures 0').waitFor()
    expect(await row(page, 'Owls').count()).toBe(0)
  })

  test('a board whose deletion still waits is deleted when the page is left', async () => {
    const { page } = await journey.visit()
    await make(page, 'Bees')
    await act(page, 'Bees', 'Delete board, keep pictures')
    await row(page, 'Bees').waitFor({ state: 'hidden' })
    await page.goto('about:blank')
    await page.goto(journey.url)
    await row(page, 'No board').waitFor()
    await expect
      .poll(() => page.evaluate(`fetch('api/v1/boards/?all=true').then((answer) => answer.text())`))
      .not.toContain('Bees')
  })

  test('a board has a picture of it as its face, and days are places too', async () => {
    const { page } = await journey.visit()
    await make(page, 'Cats')
    const board = new URL(page.url()).searchParams.get('board') ?? ''
    await upload(page, board)
    await upload(page, board)
    await page.reload()
    await row(page, 'Cats 2').locator('img').waitFor()
    await row(page, 'By day').click()
    await page
      .getByRole('navigation', { name: 'Boards' })
      .getByRole('button', { name: / \d{4} 2$/ })
      .click()
    await page.waitForURL(/board=day/)
    await page.getByText('2 pictures', { exact: true }).waitFor()
  })
})

/** Uploads a picture to a board as the gallery's own. */
const upload = (page: Page, board: string): Promise<void> =>
  page.evaluate(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 })
    canvas.getContext('2d').fillRect(0, 0, 16, 32)
    const form = new FormData()
    form.append('file', await new Promise((resolve) => canvas.toBlob(resolve)), 'owl.png')
    const query = new URLSearchParams({ image_category: 'general', is_intermediate: 'false', board_id: '${board}' })
    const answer = await fetch('api/v1/images/upload?' + query, { method: 'POST', body: form })
    if (!answer.ok) throw new Error(await answer.text())
  })()`)
