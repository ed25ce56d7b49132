import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('the settings', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  test('colours and language change at once, and are the same in every browser of their user', async () => {
    const { page, findBarriers } = await journey.visit('/settings', { colorScheme: 'dark' })
    expect(await findBarriers()).toEqual([])
    await page.getByText('Light', { exact: true }).click()
    await page.locator('html[data-mantine-color-scheme=light]').waitFor()
    await page.getByLabel('Language', { exact: true }).selectOption('Deutsch')
    await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe('de')
    await expect.poll(() => page.title()).toBe('Einstellungen · Bottega')
    expect(await findBarriers()).toEqual([])
    // what is not kept yet is kept when the page is left
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor()

    const other = await journey.visit('/settings', { colorScheme: 'dark' })
    await other.page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor()
    await other.page.locator('html[data-mantine-color-scheme=light]').waitFor()
    await other.page.getByLabel('Sprache', { exact: true }).selectOption('English')
    await other.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  })

  test('what is new, the licence and the version are told', async () => {
    const { page } = await journey.visit('/settings')
    await page.getByText('Version 0.1.0').waitFor()
    await page.getByRole('heading', { name: 'Unreleased' }).waitFor()
    await page.getByText('Licence and the work of others').click()
    await page.getByText('Licensed under the Apache License').waitFor()
  })
})
