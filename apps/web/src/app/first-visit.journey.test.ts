import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('a first visit', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  test('a handful of requests makes the page usable', async () => {
    const { page } = await journey.visit()
    await page.goto('about:blank')
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (/^\/api\//.test(pathname) && request.resourceType() === 'fetch') asked.push(pathname)
    })
    await page.goto(journey.url)
    await page.getByLabel('Prompt', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'a flat fox on a teal background' }).waitFor()
    expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(6)
  })
})
