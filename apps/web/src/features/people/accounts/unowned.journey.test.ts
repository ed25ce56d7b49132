import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@bottega/client'
import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ADA, addPeople, visitAs } from '../people.journey.ts'

const MADE = 'Made before there were accounts, and still there: 1 picture, 1 board.'

describe.skipIf(lacksBrowser())('what was made before there were accounts', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
    const anybody = createClient({ baseUrl: journey.url })
    const { board_id } = await anybody.createBoard({ query: { board_name: 'Owls' } })
    const bytes = await readFile(new URL('../../../../../../docs/images/starter.png', import.meta.url))
    const file = new File([bytes], 'a.png', { type: 'image/png' })
    await anybody.uploadImage({ query: { image_category: 'general', is_intermediate: false, board_id }, form: { file } })
    await journey.stopServer()
    await writeFile(join(journey.root, 'bottega.yaml'), 'multiuser: true\n')
    await journey.startServer()
    await addPeople(journey.url)
  })
  afterEach(async () => expect(await journey.leave(/status of 401/)).toEqual([]))
  afterAll(() => journey.close())

  test('is told to an administrator whose gallery is empty, and on People, with the way to hand it over', async () => {
    const { page, findBarriers } = await visitAs(journey, ADA)
    await page.getByText('No pictures yet').waitFor()
    await page.getByText(MADE).waitFor()
    expect(await findBarriers()).toEqual([])
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.getByText(MADE).locator('..').getByRole('link', { name: 'Hand over' }).click()
    await page.getByRole('heading', { level: 1, name: 'Hand over' }).waitFor()
    await expect.poll(() => page.getByLabel('From', { exact: true }).inputValue()).toBe('system')
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Ada' })
    await page.getByText('Ada will get: 1 picture, 1 board').waitFor()
    await page.getByRole('button', { name: 'Hand over', exact: true }).click()
    await page.getByText('Ada has got: 1 picture, 1 board').waitFor()
    await page.getByRole('link', { name: 'Generate' }).click()
    await page.getByRole('button', { name: /^Owls/ }).waitFor()
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('button', { name: 'More for Ada' }).waitFor()
    await expect.poll(() => page.getByText('Made before').count()).toBe(0)
  })
})
