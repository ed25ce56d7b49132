import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(lacksBrowser())('the frame of the page', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  test('the rail leads to places, which name the window and take the focus to their heading', async () => {
    const { page } = await journey.visit()
    for (const name of ['Queue', 'Models', 'Settings']) {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name, exact: true }).click()
      await expect.poll(() => page.title()).toBe(`${name} · Bottega`)
      await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('H1')
    }
    await page.keyboard.press('1')
    await page.getByLabel('Prompt', { exact: true }).waitFor()
    await expect.poll(() => page.title()).toBe('Bottega')
  })

  test('side panels get wider and close by keys and by hand, and are as they were after a reload', async () => {
    const { page } = await journey.visit('', { viewport: { width: 1440, height: 900 } })
    const gallery = page.locator('#where')
    const width = async () => Math.round((await gallery.boundingBox())?.width ?? 0)
    const separator = page.getByRole('separator', { name: 'Width of the gallery' })
    await separator.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    expect(await width()).toBe(352)
    const box = await separator.boundingBox()
    if (box === null) throw new Error('the separator is not shown')
    await page.mouse.move(box.x + 2, 300)
    await page.mouse.down()
    await page.mouse.move(box.x - 98, 300, { steps: 4 })
    await page.mouse.up()
    expect(await width()).toBe(452)
    await page.getByRole('button', { name: 'Hide the form' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#how').waitFor({ state: 'hidden' })
    const stored = page.waitForResponse((response) => response.request().method() === 'POST' && /set_by_key/.test(response.url()))
    await page.getByRole('button', { name: 'Show the form' }).waitFor()
    await stored
    await page.reload()
    await gallery.waitFor()
    expect(await width()).toBe(452)
    await page.locator('#how').waitFor({ state: 'hidden' })
    await page.keyboard.press('o')
    await page.locator('#how').waitFor()
  })

  test.each([1000, 1150, 1300])(
    'on a laptop of %d pixels nothing is wider than the screen, and the middle has room',
    async (width) => {
      const { page } = await journey.visit('', { viewport: { width, height: 800 } })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const middle = await page.getByRole('region', { name: 'Picture' }).boundingBox()
      expect(middle?.width).toBeGreaterThanOrEqual(380)
    },
  )

  test('on a phone a bar has the columns as tabs, and no place is wider than the screen', async () => {
    const { page } = await journey.visit('', PHONE)
    const bar = page.getByRole('navigation', { name: 'Places' })
    await bar.getByRole('link', { name: 'Gallery' }).click()
    await page.getByLabel('Prompt', { exact: true }).waitFor({ state: 'hidden' })
    await page.locator('#where').waitFor()
    await bar.getByRole('link', { name: 'Create' }).click()
    await page.getByLabel('Prompt', { exact: true }).waitFor()
    await bar.getByRole('link', { name: 'Queue' }).click()
    await expect.poll(() => page.title()).toBe('Queue · Bottega')
    for (const name of ['Models', 'Settings']) {
      await bar.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name }).click()
      await expect.poll(() => page.title()).toBe(`${name} · Bottega`)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    }
    const tabs = await bar.locator('a, button').all()
    for (const tab of tabs) expect((await tab.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  })

  test('the first stop of the keyboard skips to the content', async () => {
    const { page } = await journey.visit('/settings')
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('H1')
  })

  test('the palette finds a place and goes there, the sheet shows the keys, Escape brings back to where one was', async () => {
    const { page, findBarriers } = await journey.visit()
    await page.getByLabel('Prompt', { exact: true }).focus()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search for anything' })
    await field.fill('go queue')
    await page.getByRole('option', { name: 'Go to the queue' }).waitFor()
    expect(await findBarriers()).toEqual([])
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('TEXTAREA')
    // a field of the form is found where it is closed away
    await page.keyboard.press('Control+k')
    await field.fill('clip')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('generate-clipSkip')
    await page.keyboard.press('Control+k')
    await field.fill('go queue')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.title()).toBe('Queue · Bottega')
    await page.keyboard.press('Shift+?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Go to the models').waitFor()
    expect(await findBarriers()).toEqual([])
    // keys belong to the sheet while it is open
    await page.keyboard.press('3')
    expect(await page.title()).toBe('Queue · Bottega')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
  })
})
