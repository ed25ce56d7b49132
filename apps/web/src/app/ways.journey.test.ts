import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(lacksBrowser())('from the first look to a picture', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  /** Waits until the gallery has so many pictures that are really drawn. */
  const seePictures = (page: Page, count: number) =>
    expect
      .poll(
        () => page.evaluate(`[...document.querySelectorAll('#where img')].filter((image) => image.naturalWidth > 0).length`),
        {
          timeout: 60_000,
        },
      )
      .toBe(count)

  test('on a phone: write, tap, watch, look at it in large', async () => {
    const { page, findBarriers } = await journey.visit('', PHONE)
    const bar = page.getByRole('navigation', { name: 'Places' })
    await page.getByLabel('Prompt', { exact: true }).fill('a flat fox on a teal background')
    const send = page.getByRole('button', { name: /^Generate/ }).first()
    const box = await send.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    // above the bar, without scrolling
    expect((box?.y ?? 844) + (box?.height ?? 0)).toBeLessThanOrEqual((await bar.boundingBox())?.y ?? 0)
    await send.tap()
    await bar.getByRole('link', { name: 'Gallery' }).tap()
    await seePictures(page, 1)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await findBarriers()).toEqual([])
    await page.locator('#where img').first().tap()
    await expect.poll(() => page.url()).toContain('image=')
    // it has the whole screen until it is left
    await page.getByRole('button', { name: 'Back to the studio' }).tap()
    await bar.getByRole('link', { name: 'Create' }).tap()
    await page.getByLabel('Prompt', { exact: true }).waitFor()
  })

  test('without a mouse: reach the prompt, generate, find the picture', async () => {
    const { page } = await journey.visit('', { viewport: { width: 1440, height: 900 } })
    await tabTo(page, (tag) => tag === 'TEXTAREA')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('a flat rocket on a purple background')
    await page.keyboard.press('Control+Enter')
    await seePictures(page, 2)
    await tabTo(page, (_, role) => role === 'grid')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('image=')
    await page.getByRole('button', { name: /^Back to the studio/ }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.url()).not.toContain('image=')
  })
})

/** Goes on with Tab until something has the focus, known by its tag or its role. */
async function tabTo(page: Page, isThere: (tag: string, role: string) => boolean): Promise<void> {
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(`[document.activeElement?.tagName ?? '', document.activeElement?.role ?? '']`)
    const [tag = '', role = ''] = here as string[]
    if (isThere(tag, role)) return
  }
  throw new Error('80 stops of the keyboard did not lead there')
}
