import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  lacksBrowser,
  type Page,
  type ServingProgram,
  startBrowser,
  startServing,
  type TestBrowser,
  type Visit,
} from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('the page of a server', () => {
  let root: string
  let server: ServingProgram
  let browser: TestBrowser
  const visits: Visit[] = []

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bottega page é '))
    server = await startServing(inject('dist'), root)
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
    await rm(root, { recursive: true })
  })
  afterEach(async () => {
    const ended = visits.splice(0)
    for (const visit of ended) await visit.close()
    expect(ended.flatMap(({ complaints }) => complaints)).toEqual([])
  })

  async function open(options?: Parameters<TestBrowser['visit']>[1]) {
    const visit = await browser.visit(server.url, options)
    visits.push(visit)
    await visit.page.getByRole('button', { name: EXAMPLE }).waitFor()
    await visit.page.locator('.connection[data-state=connected]').waitFor({ state: 'attached' })
    return visit
  }

  const EXAMPLE = 'a flat fox on a teal background'
  const tilesOf = (page: Page) => page.getByRole('button', { name: /^Picture of/ })
  const endOf = (page: Page) => stageOf(page).getByRole('status')
  const stageOf = (page: Page) => page.getByRole('region', { name: 'In the making' })

  test('a first start, an example, its preview, the picture, and all of it after a restart', async () => {
    const { page, glimpse } = await open()
    await page.getByText('No pictures yet').waitFor()
    const preview = glimpse('.preview:not([hidden])[src^="data:image"]')
    await page.getByRole('button', { name: EXAMPLE }).click()
    await preview
    await endOf(page)
      .getByText(/^Done in/)
      .waitFor()
    await tilesOf(page).waitFor()
    expect(await page.getByText('No pictures yet').isVisible()).toBe(false)
    expect(await page.getByLabel('Prompt', { exact: true }).inputValue()).toBe(EXAMPLE)

    await page.reload()
    await tilesOf(page).waitFor()

    await server.stop()
    await page.getByText('The server is out of reach').waitFor()
    server = await startServing(inject('dist'), root, { port: Number(new URL(server.url).port) })
    // without a reload
    await expect.poll(() => page.getByText('The server is out of reach').count(), { timeout: 20_000 }).toBe(0)
    await page.getByLabel('Prompt', { exact: true }).fill('a red apple')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => tilesOf(page).count(), { timeout: 30_000 }).toBe(2)
  })

  test('a picture opens with its settings, is starred, downloaded, deleted and taken back', async () => {
    const { page } = await open()
    await tilesOf(page).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('a red apple').waitFor()
    expect(await dialog.locator('dl').innerText()).toMatch(/Model\s+Bottega Starter\s+Seed\s+\d+\s+Steps\s+12/)
    await dialog.getByRole('button', { name: 'Star' }).click()
    await dialog.getByRole('button', { name: 'Remove star' }).waitFor()
    const download = page.waitForEvent('download')
    await dialog.getByRole('link', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toMatch(/^[0-9a-f-]{36}\.png$/)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => tilesOf(page).count()).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => tilesOf(page).count()).toBe(2)
    await page.getByRole('button', { name: /^Picture of .*, starred$/ }).waitFor()
  })

  test('what runs and what waits can be canceled', async () => {
    const { page } = await open()
    await page.getByText('More settings').click()
    await page.getByLabel('Steps').fill('900')
    await page.getByLabel('Prompt', { exact: true }).fill('a slow snail')
    await page.getByRole('button', { name: 'Generate' }).click()
    await stageOf(page)
      .getByText(/^Step \d+ of 900$/)
      .waitFor()
    await page.getByRole('button', { name: 'Generate' }).click()
    const waiting = page.getByRole('region', { name: 'Waiting' })
    await waiting.getByText('Next in line').waitFor()

    // another page finds both
    const other = await open()
    await other.page.getByRole('region', { name: 'Waiting' }).getByText('a slow snail').waitFor()
    await stageOf(other.page)
      .getByText(/^Step \d+ of 900$/)
      .waitFor()

    await waiting.getByRole('button', { name: 'Cancel' }).click()
    await waiting.waitFor({ state: 'hidden' })
    await stageOf(page).getByRole('button', { name: 'Cancel' }).click()
    await endOf(page).getByText('Canceled').waitFor()
    await endOf(other.page).getByText('Canceled').waitFor()
  })

  test('an impossible size is refused with what would fit', async () => {
    const { page } = await open()
    await page.getByLabel('Prompt', { exact: true }).fill('a castle')
    await page.getByLabel('Width').fill('100')
    await page.getByRole('button', { name: 'Generate' }).click()
    await page.getByText('Width goes in steps of 8: 96 or 104.').waitFor()
    // what only the server knows
    await page.getByLabel('Width').fill('20000')
    await page.getByLabel('Height').fill('20000')
    await page.getByRole('button', { name: 'Generate' }).click()
    await page
      .getByText(/20000 x 20000 pixels cannot be made/)
      .first()
      .waitFor()
  })

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
    ['dark', 390],
  ] as const)('nobody is shut out of the %s page, %i wide, and nothing is wider than it', async (colorScheme, width) => {
    const { page, findBarriers } = await open({ colorScheme, viewport: { width, height: 844 } })
    await tilesOf(page).first().waitFor()
    await page.getByText('More settings').click()
    await page.getByLabel('Width').fill('100')
    await page.getByLabel('Height').focus()
    expect(await findBarriers()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await tilesOf(page).first().click()
    await page.getByRole('dialog').getByText('Seed').waitFor()
    expect(await findBarriers()).toEqual([])
  })
})
