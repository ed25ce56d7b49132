import { type Journey, lacksBrowser, type Page, startJourney, type Visit } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('the gallery', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
    const { page } = await journey.visit()
    await addPictures(page, 130)
  }, 60_000)
  // a file that is no picture is refused
  afterEach(async () => expect(await journey.leave(/415/)).toEqual([]))
  afterAll(() => journey.close())

  const tiles = (page: Page) => page.getByRole('gridcell')
  const tab = (page: Page, name: string) => page.getByRole('radiogroup', { name: 'What the gallery shows' }).getByText(name)

  async function open(options?: Parameters<Journey['visit']>[1], path?: string): Promise<Visit> {
    const visit = await journey.visit(path, options)
    await tiles(visit.page).first().getByRole('img').waitFor()
    return visit
  }

  test('files are uploaded to the assets, those that are refused are named, and the others go on', async () => {
    const { page, findBarriers } = await open()
    const chosen = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Upload pictures' }).click()
    const files = await Promise.all(
      ['red', 'green'].map(async (colour) => ({
        name: `${colour}.png`,
        mimeType: 'image/png',
        buffer: Buffer.from(await paint(page, colour), 'base64'),
      })),
    )
    await (await chosen).setFiles([...files, { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }])
    await page.getByText(/^notes\.png: /).waitFor()
    await page.getByText('2 pictures uploaded').waitFor()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect.poll(() => tiles(page).count()).toBe(2)
    expect(await findBarriers()).toEqual([])
    await tab(page, 'Images').click()
    await page.getByText('130 pictures', { exact: true }).waitFor()
  })

  test('a picture that is pasted, and one that is dropped, are uploaded', async () => {
    const { page } = await open()
    for (const kind of ['paste', 'drop']) {
      await page.evaluate(`(() => {
        const bytes = Uint8Array.from(atob('${await paint(page, 'blue')}'), (letter) => letter.charCodeAt(0))
        const data = new DataTransfer()
        data.items.add(new File([bytes], '${kind}.png', { type: 'image/png' }))
        const event = '${kind}' === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
        document.body.dispatchEvent(event)
      })()`)
      await page.getByText('One picture uploaded').waitFor()
      await page.getByRole('status').getByRole('button', { name: 'Close' }).click()
    }
  })

  test('what a search finds is deleted together, and comes back', async () => {
    const { page } = await open()
    // the search opens the gallery where that is folded away
    await page.keyboard.press('g')
    await page.getByRole('searchbox', { name: 'Search pictures' }).waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.keyboard.type('a hat number 11')
    // 11 and 110 to 119
    await page.getByText('11 pictures', { exact: true }).waitFor()
    await tiles(page)
      .nth(3)
      .click({ modifiers: ['Control'] })
    await page.keyboard.press('Control+a')
    await page.getByText('11 picked').waitFor()
    await page.keyboard.press('Delete')
    await page.getByText('No picture fits').waitFor()
    await page.getByText('11 pictures moved to the trash').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('11 pictures', { exact: true }).waitFor()
    expect(await tiles(page).count()).toBe(11)
  })

  test('a range over pages that were not read goes to a new board by the menu, and to another by dragging', async () => {
    const { page } = await open()
    await tiles(page)
      .nth(2)
      .click({ modifiers: ['Control'] })
    await page.getByRole('grid').focus()
    await page.keyboard.press('Shift+End')
    await page.getByText('128 picked').waitFor()
    await page.keyboard.press('m')
    await page.getByRole('combobox', { name: 'Find a board, or name a new one' }).fill('Hats')
    await page.getByRole('option', { name: 'Make the board “Hats”' }).click()
    await page.getByText('128 pictures moved to Hats').waitFor()
    await page.getByRole('button', { name: /^Hats 128/ }).click()
    await page.getByText('128 pictures', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'New board' }).click()
    await page.keyboard.type('Caps')
    await page.keyboard.press('Enter')
    await page.getByText('This board is empty').waitFor()
    await page.getByRole('button', { name: /^Hats 128/ }).click()
    await tiles(page)
      .nth(0)
      .click({ modifiers: ['Control'] })
    await tiles(page)
      .nth(4)
      .click({ modifiers: ['Shift'] })
    await tiles(page)
      .nth(1)
      .dragTo(page.getByRole('button', { name: /^Caps/ }))
    await page.getByText('5 pictures moved to Caps').waitFor()
    await page.getByText('123 pictures', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.getByText('128 pictures', { exact: true }).waitFor()
  })

  test('stars are set by a key, at once, and the gallery shows them alone', async () => {
    const { page } = await open()
    await page.getByRole('grid').focus()
    for (const key of ['ArrowRight', 'ArrowRight', '.']) await page.keyboard.press(key)
    await page.getByRole('gridcell', { name: /^Starred picture/ }).waitFor()
    await page.getByRole('button', { name: 'Only starred' }).click()
    await page.getByText('1 picture', { exact: true }).waitFor()
    await tiles(page).first().click({ button: 'right' })
    // what cannot be done has its reason for its description
    const compare = page.getByRole('menuitem', { name: 'Compare', exact: true })
    expect(await compare.getAttribute('aria-disabled')).toBe('true')
    const reason = await compare.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${reason}"]`).textContent()).toBe('pick two pictures')
    await page.getByRole('menuitem', { name: /^Star/ }).click()
    await page.getByText('No picture fits').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByText('130 pictures', { exact: true }).waitFor()
  })

  test('a new picture is held back while one looks at older ones', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 700 } })
    const top = () =>
      page.evaluate(`(() => {
        const scroller = document.querySelector('[role=grid]').parentElement
        const edge = scroller.getBoundingClientRect().top
        return [...scroller.querySelectorAll('[role=gridcell] img')].find((one) => one.getBoundingClientRect().top >= edge).src
      })()`)
    await page.evaluate(`document.querySelector('[role=grid]').parentElement.scrollTop = 1500`)
    await expect.poll(() => page.getByRole('row').first().getAttribute('aria-rowindex')).not.toBe('1')
    await expect.poll(top).toMatch(/thumbnail/)
    const before = await top()
    await page.getByLabel('Prompt', { exact: true }).fill('a flat fox on a teal background')
    await page.keyboard.press('Control+Enter')
    const pill = page.getByRole('button', { name: '1 new picture' })
    await pill.waitFor({ timeout: 30_000 })
    expect(await top()).toBe(before)
    await pill.click()
    await page.getByText('131 pictures', { exact: true }).waitFor()
    await expect.poll(() => page.getByRole('row').first().getAttribute('aria-rowindex')).toBe('1')
  })

  test('the keys go through the grid, open a picture and pick', async () => {
    const { page } = await open()
    const grid = page.getByRole('grid', { name: 'Pictures' })
    await grid.focus()
    await page.keyboard.press('End')
    // once its row is drawn
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).toMatch(/^tile-1(29|30)$/)
    const last = await grid.getAttribute('aria-activedescendant')
    await page.locator(`#${last}`).getByRole('img').waitFor()
    await page.keyboard.press('Space')
    await page.getByText('1 picked').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('1 picked').waitFor({ state: 'hidden' })
    await page.keyboard.press('Enter')
    await page.waitForURL(/image=/)
  })

  test('on a phone a long press picks, and what is picked is deleted with a thumb', async () => {
    const { page, findBarriers } = await open(
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      '/?tab=gallery',
    )
    expect(await findBarriers()).toEqual([])
    const [first, second] = [await tiles(page).nth(0).boundingBox(), tiles(page).nth(1)]
    const session = await page.context().newCDPSession(page)
    const at = { x: (first?.x ?? 0) + 20, y: (first?.y ?? 0) + 20 }
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
    await page.getByText('1 picked').waitFor()
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await second.tap()
    await page.getByText('2 picked').waitFor()
    expect(await findBarriers()).toEqual([])
    await page.getByRole('button', { name: 'Delete', exact: true }).tap()
    await page.getByText('2 pictures moved to the trash').waitFor()
    await page.getByRole('button', { name: 'Undo' }).tap()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  })
})

/** A small picture of one colour, as base64. */
const paint = (page: Page, colour: string): Promise<string> =>
  page.evaluate(`(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 16 })
    const context = canvas.getContext('2d')
    context.fillStyle = '${colour}'
    context.fillRect(0, 0, 16, 16)
    return canvas.toDataURL('image/png').split(',')[1]
  })()`)

/** Gives the gallery pictures whose prompts are numbered. */
const addPictures = (page: Page, count: number): Promise<void> =>
  page.evaluate(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 })
    const context = canvas.getContext('2d')
    for (let number = 0; number < ${count}; number++) {
      context.fillStyle = 'hsl(' + number * 37 + ' 60% 50%)'
      context.fillRect(0, 0, 32, 32)
      const form = new FormData()
      form.append('file', await new Promise((resolve) => canvas.toBlob(resolve)), 'hat.png')
      form.append('metadata', JSON.stringify({ positive_prompt: 'a hat number ' + number }))
      const answer = await fetch('api/v1/images/upload?image_category=general&is_intermediate=false', { method: 'POST', body: form })
      if (!answer.ok) throw new Error(await answer.text())
    }
  })()`)
