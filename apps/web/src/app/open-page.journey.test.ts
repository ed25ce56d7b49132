import { readFile } from 'node:fs/promises'
import { createClient } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const TILES = '[role=grid] img'

/** Loads a page anew by sockets that can be cut; what is returned cuts one, and ends when the page has another. */
async function holdSocket(page: Page): Promise<() => Promise<void>> {
  const sockets: (() => Promise<void>)[] = []
  await page.routeWebSocket(/\/ws\/socket\.io\//, (socket) => {
    socket.connectToServer()
    sockets.push(() => socket.close())
  })
  await page.reload()
  return async () => {
    const count = sockets.length
    await sockets.at(-1)?.()
    await expect.poll(() => sockets.length).toBeGreaterThan(count)
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
  }
}

describe.skipIf(lacksBrowser())('an open page', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  async function upload(): Promise<string> {
    const bytes = await readFile(new URL('../../../../docs/images/starter.png', import.meta.url))
    const query = { image_category: 'general', is_intermediate: false } as const
    const file = new File([bytes], 'a.png', { type: 'image/png' })
    return (await createClient({ baseUrl: journey.url }).uploadImage({ query, form: { file } })).image_name
  }

  test('sees what was changed after its first reading and before it heard of changes, and shows no gap', async () => {
    const client = createClient({ baseUrl: journey.url })
    const [first = ''] = [await upload(), await upload(), await upload()]
    const { board_id } = await client.createBoard({ query: { board_name: 'Foxes' } })
    const { page } = await journey.visit()

    let connect = () => {}
    const isTime = new Promise<void>((resolve) => {
      connect = resolve
    })
    await page.routeWebSocket(/\/ws\/socket\.io\//, async (socket) => {
      await isTime
      socket.connectToServer()
    })
    await page.reload()
    await expect.poll(() => page.locator(TILES).count()).toBe(3)
    await page.getByRole('button', { name: /^Foxes/ }).waitFor()
    expect(await page.locator('[data-hearing=connected]').count()).toBe(0)
    await page.evaluate(`globalThis.least = 3; new MutationObserver(() => {
      globalThis.least = Math.min(globalThis.least, document.querySelectorAll('${TILES}').length)
    }).observe(document.body, { childList: true, subtree: true })`)

    await client.deleteImages({ body: { image_names: [first] } })
    await client.updateBoard({ params: { board_id }, body: { board_name: 'Owls' } })
    expect(await page.locator(TILES).count()).toBe(3)
    connect()
    await expect.poll(() => page.locator(TILES).count()).toBe(2)
    await page.getByRole('button', { name: /^Owls/ }).waitFor()
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    expect(await page.evaluate('globalThis.least')).toBe(2)
  })

  test('asks nothing while nobody looks at it, and shows what came meanwhile once somebody does', async () => {
    await upload()
    const query = { categories: ['general' as const], is_intermediate: false, limit: 0 }
    const before = (await createClient({ baseUrl: journey.url }).listImages({ query })).total
    const { page: hidden } = await journey.visit()
    const cut = await holdSocket(hidden)
    const { page: seen } = await journey.visit()
    for (const page of [hidden, seen]) {
      await expect.poll(() => page.locator(TILES).count()).toBe(before)
      await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    }
    const turn = (state: 'hidden' | 'visible') =>
      hidden.evaluate(`Object.defineProperty(document, 'visibilityState', { get: () => '${state}', configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
    await turn('hidden')
    const asked: string[] = []
    hidden.on('request', (request) => asked.push(request.url()))
    for (let at = 1; at <= 3; at++) {
      await upload()
      await expect.poll(() => seen.locator(TILES).count()).toBe(before + at)
      // as when the server starts anew
      if (at === 1) await cut()
    }
    expect(await hidden.locator(TILES).count()).toBe(before)
    expect(asked.filter((url) => /boards|images\/\?/.test(url))).toEqual([])
    await turn('visible')
    await expect.poll(() => hidden.locator(TILES).count()).toBe(before + 3)
  })
})
