import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const PLACES = ['/', '/?tab=gallery', '/queue', '/models', '/settings', '/profile', '/no/such/place']
const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
}

describe.skipIf(lacksBrowser())('every place', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave(/ERR_FAILED|Failed to fetch dynamically imported module/)).toEqual([]))
  afterAll(() => journey.close())

  test.each([
    ['desk', 'dark'],
    ['desk', 'light'],
    ['phone', 'dark'],
    ['phone', 'light'],
  ] as const)('has no barriers on a %s in %s colours, and is not wider than the screen', async (size, scheme) => {
    const { page, findBarriers } = await journey.visit('', SIZES[size])
    await page.evaluate(`localStorage.setItem('bottega-color-scheme', '${scheme}')`)
    for (const place of PLACES) {
      await page.goto(`${journey.url}${place}`)
      await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
      await page.locator('h1').first().waitFor({ state: 'attached' })
      expect([place, ...(await findBarriers())]).toEqual([place])
      expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, SIZES[size].viewport.width])
    }
  })

  test('shows what is chosen where the system dictates the colours', async () => {
    const { page } = await journey.visit('', { forcedColors: 'active' })
    const frameOf = (selector: string) => page.evaluate(`getComputedStyle(document.querySelector('${selector}')).outlineStyle`)
    await page.getByRole('button', { name: '1:1' }).waitFor()
    await page.getByRole('button', { name: /^All pictures/ }).waitFor()
    for (const chosen of [
      'nav [aria-current=page]',
      'button[aria-pressed=true]',
      'button[aria-current=true]',
      '[role=radiogroup] label[data-active]',
    ])
      await expect.poll(() => frameOf(chosen), { message: chosen }).toBe('solid')
  })

  test('that fails says what happened, keeps the rest of the page, and can be tried again', async () => {
    const { page } = await journey.visit()
    await page.route('**/assets/queue-page-*.js', (route) => route.abort())
    await page.getByRole('link', { name: 'Queue', exact: true }).click()
    await page.getByRole('alert').getByText('This part of the page has failed').waitFor()
    await page.unroute('**/assets/queue-page-*.js')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor()
  })

  test('waits for a server that does not answer at the start, and comes by itself when it does', async () => {
    const { page } = await journey.visit()
    await page.route('**/api/**', (route) => route.abort('connectionrefused'))
    await page.reload()
    await page.getByText('Bottega: the server does not answer').waitFor()
    expect(await page.title()).toBe('Bottega: the server does not answer')
    await page.unroute('**/api/**')
    await page.getByLabel('Prompt', { exact: true }).waitFor()
  })

  test('is part of what can be installed: a manifest with icons, served under the policy of the page', async () => {
    const { page } = await journey.visit()
    const icons = await page.evaluate(`(async () => {
      const address = document.querySelector('link[rel=manifest]').href
      const answer = await fetch(address)
      const { icons, start_url } = await answer.json()
      const sizes = []
      for (const { src } of icons.filter(({ type }) => type === 'image/png')) {
        const image = new Image()
        image.src = new URL(src, address).href
        await image.decode()
        sizes.push(image.naturalWidth)
      }
      return [answer.headers.get('content-type'), new URL(start_url, address).href, sizes]
    })()`)
    expect(icons).toEqual(['application/manifest+json; charset=utf-8', `${journey.url}/`, [192, 512, 512]])
  })
})
