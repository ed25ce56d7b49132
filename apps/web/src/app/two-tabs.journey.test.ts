import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('two tabs of one browser', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  // a write that the other tab was quicker with is refused, and written again; a picture that it deleted is gone
  afterEach(async () => expect(await journey.leave(/status of (412|404)/)).toEqual([]))
  afterAll(() => journey.close())

  test('lose no change of each other, and follow each other', async () => {
    const { page: one } = await journey.visit()
    const other = await one.context().newPage()
    await other.goto(`${journey.url}/settings`)
    await other.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()

    // both change what is kept, before either has heard of the other
    await one.getByLabel('Prompt', { exact: true }).fill('a paper boat')
    await other.getByText('Light', { exact: true }).click()
    await one.locator('html[data-mantine-color-scheme=light]').waitFor({ state: 'attached' })
    await other.getByRole('link', { name: 'Generate', exact: true }).click()
    await expect.poll(() => other.getByLabel('Prompt', { exact: true }).inputValue()).toBe('a paper boat')

    await other.getByRole('separator', { name: 'Width of the gallery' }).focus()
    await other.keyboard.press('ArrowLeft')
    await one.getByLabel('Prompt', { exact: true }).fill('a paper boat on a lake')
    await expect
      .poll(() => one.getByRole('separator', { name: 'Width of the gallery' }).getAttribute('aria-valuenow'))
      .toBe('336')
    await expect.poll(() => other.getByLabel('Prompt', { exact: true }).inputValue()).toBe('a paper boat on a lake')

    for (const page of [one, other]) {
      await page.reload()
      await expect.poll(() => page.getByLabel('Prompt', { exact: true }).inputValue()).toBe('a paper boat on a lake')
      await page.locator('html[data-mantine-color-scheme=light]').waitFor({ state: 'attached' })
      expect(await page.getByRole('separator', { name: 'Width of the gallery' }).getAttribute('aria-valuenow')).toBe('336')
    }
  })

  test('follow what is done to boards and pictures in the other', async () => {
    const { page: one } = await journey.visit()
    await one.getByLabel('Prompt', { exact: true }).fill('a flat fox on a teal background')
    await one.keyboard.press('Control+Enter')
    const tile = '[role=grid] img'
    await one.locator(tile).waitFor({ timeout: 60_000 })
    const other = await one.context().newPage()
    await other.goto(journey.url)
    await other.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    await other.locator(tile).click()
    await other.getByRole('region', { name: 'Viewer' }).waitFor()

    await one.getByRole('button', { name: 'New board' }).click()
    await one.getByLabel('Name of the new board').fill('Foxes')
    await one.keyboard.press('Enter')
    await other.getByRole('button', { name: /^Foxes/ }).waitFor()
    await one.getByRole('button', { name: /^All pictures/ }).click()
    await one.locator(tile).click()
    await one.keyboard.press('Delete')
    await other.getByText('This picture is not here').waitFor()
    await expect.poll(() => other.locator(tile).count()).toBe(0)
  })
})
