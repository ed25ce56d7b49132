import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('the page of the models', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  test('shows what a model is, and keeps what is said of it', async () => {
    const { page, findBarriers } = await journey.visit('/models')
    const detail = page.getByRole('article')
    await detail.getByText('Stable Diffusion 1').waitFor()
    await detail.getByText('a flat fox on a teal background').waitFor()
    expect(await findBarriers()).toEqual([])
    // where it lies on the server is told in full to those who want to know
    const path = detail.locator('dd code')
    expect(await path.isVisible()).toBe(false)
    await detail.getByText('starter, outside of the models folder').click()
    await path.waitFor()
    await detail.getByRole('button', { name: 'Edit' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name').fill('Everyday things')
    await form.getByLabel('Description').fill('Drawings in two styles')
    await form.getByLabel('Steps').fill('12')
    expect(await findBarriers()).toEqual([])
    await form.getByRole('button', { name: 'Save' }).click()
    await detail.getByRole('heading', { name: 'Everyday things' }).waitFor()
    await page.reload()
    await detail.getByText('Drawings in two styles').waitFor()
    await detail.locator('dd').getByText('12', { exact: true }).waitFor()
  })

  test('narrows the list by words', async () => {
    const { page } = await journey.visit('/models')
    const search = page.getByRole('searchbox', { name: 'Search models' })
    await search.fill('diffusion 1')
    await page.getByRole('listitem').getByRole('link').first().waitFor()
    await search.fill('no such thing')
    await page.getByText('No model fits').waitFor()
  })

  test('on a phone the list comes first, then the model, which its address names', async () => {
    const { page, findBarriers } = await journey.visit('/models', { viewport: { width: 390, height: 844 }, hasTouch: true })
    await page.getByRole('listitem').getByRole('link').first().click()
    await page.getByRole('article').waitFor()
    expect(page.url()).toContain('?model=')
    expect(await findBarriers()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.getByRole('link', { name: 'All models' }).click()
    await page.getByRole('searchbox', { name: 'Search models' }).waitFor()
  })
})
