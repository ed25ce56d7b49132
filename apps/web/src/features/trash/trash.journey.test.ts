import { readFile } from 'node:fs/promises'
import { type Client, createClient } from '@bottega/client'
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
    const names: string[] = []
    for (let at = 0; at < 3; at++) names.push(await uploadPicture(client))
    await client.deleteImages({ body: { image_names: names } })

    const { page, findBarriers } = await journey.visit()
    await page.getByRole('link', { name: 'Trash' }).click()
    await page.getByRole('heading', { level: 1, name: 'Trash' }).waitFor()
    await page.getByText('3 pictures').waitFor()
    expect(await page.getByText('30 days left').count()).toBe(3)
    const faces = page.locator('img[src*="/trash/"]')
    await expect
      .poll(() => faces.evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length))
      .toBe(3)
    expect(await findBarriers()).toEqual([])

    await page
      .getByRole('button', { name: /^Restore the picture/ })
      .first()
      .click()
    await page.getByText('1 picture is back.').waitFor()
    await expect.poll(async () => (await client.listImages()).total).toBe(1)

    await page.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Delete for good' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete for good?' })
    await dialog.getByText('1 picture will be deleted for good').waitFor()
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await expect.poll(async () => (await client.listTrash()).total).toBe(1)

    await page.getByRole('button', { name: 'Empty the trash' }).click()
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('The trash is empty').waitFor()
    expect((await client.listImages()).total).toBe(1)
  })

  test('all of it comes back at once, however much of it is shown', async () => {
    const client = createClient({ baseUrl: journey.url })
    const { total: before } = await client.listImages()
    // more than a page of it, and more than the server takes at a time
    const names = await Promise.all(Array.from({ length: 203 }, () => uploadPicture(client)))
    await client.deleteImages({ body: { image_names: names } })
    const { page } = await journey.visit('/trash')
    await page.getByText('203 pictures').waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(100)
    await page.getByRole('button', { name: 'Restore all' }).click()
    await page.getByText('203 pictures are back.').waitFor()
    await page.getByText('The trash is empty').waitFor()
    expect((await client.listImages()).total).toBe(before + 203)
  })
})

async function uploadPicture(client: Client): Promise<string> {
  const bytes = await readFile(new URL('../../../../../docs/images/starter.png', import.meta.url))
  const file = new File([bytes], 'a.png', { type: 'image/png' })
  const query = { image_category: 'general', is_intermediate: false } as const
  return (await client.uploadImage({ query, form: { file } })).image_name
}
