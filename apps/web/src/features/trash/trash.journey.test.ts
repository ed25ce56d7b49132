import { readFile } from 'node:fs/promises'
import { createClient } from '@bottega/client'
import { type Journey, lacksBrowser, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('the trash', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave()).toEqual([]))
  afterAll(() => journey.close())

  test('what was deleted is found below the boards, comes back, and goes for good when that is wanted', async () => {
    const client = createClient({ baseUrl: journey.url })
    const file = new File([await readFile(new URL('../../../../../docs/images/starter.png', import.meta.url))], 'a.png', {
      type: 'image/png',
    })
    const names: string[] = []
    for (let at = 0; at < 3; at++) {
      const query = { image_category: 'general', is_intermediate: false } as const
      names.push((await client.uploadImage({ query, form: { file } })).image_name)
    }
    await client.deleteImages({ body: { image_names: names } })

    const { page, findBarriers } = await journey.visit()
    await page.getByRole('link', { name: 'Trash' }).click()
    await page.getByRole('heading', { level: 1, name: 'Trash' }).waitFor()
    await page.getByText('3 pictures').waitFor()
    expect(await page.getByText('30 days left').count()).toBe(3)
    expect(await findBarriers()).toEqual([])

    await page
      .getByRole('button', { name: /^Restore the picture/ })
      .first()
      .click()
    await page.getByText('1 picture is back.').waitFor()
    await expect.poll(async () => (await client.listImages()).total).toBe(1)

    await page.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Delete the chosen ones for good' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete for good?' })
    await dialog.getByText('1 picture goes for good').waitFor()
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await expect.poll(async () => (await client.listTrash()).total).toBe(1)

    await page.getByRole('button', { name: 'Empty the trash' }).click()
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('The trash is empty.').waitFor()
    expect((await client.listImages()).total).toBe(1)
  })
})
