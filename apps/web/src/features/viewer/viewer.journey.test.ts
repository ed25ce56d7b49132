import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@bottega/client'
import { type Journey, lacksBrowser, type Page, runProgram, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'

const PROMPT = 'a flat rocket on a purple background'

describe.skipIf(lacksBrowser())('looking at pictures', () => {
  let journey: Journey
  /** Newest first, as the gallery has them. */
  let names: readonly string[]
  let out: string

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
    out = join(journey.root, 'made')
    for (const steps of ['4', '5', '6']) {
      const flags = ['--seed', `1${steps}`, '--steps', steps, '--root', journey.root, '--out', out]
      const made = await runProgram(inject('dist'), ['generate', PROMPT, ...flags], { cwd: journey.root })
      expect(made.exitCode, made.stderr).toBe(0)
    }
    const client = createClient({ baseUrl: journey.url })
    names = (await client.listImageNames({ query: { is_intermediate: false } })).image_names
    expect(names).toHaveLength(3)
  })
  // what is kept for the user is the same in every browser
  beforeEach(async () => {
    const client = createClient({ baseUrl: journey.url })
    await client.setClientState({ params: { queue_id: 'default' }, query: { key: 'studio' }, body: '{}' })
  })
  afterEach(async () => expect(await journey.leave(/404 \(Not Found\)/)).toEqual([]))
  afterAll(() => journey.close())

  const nameAt = (index: number) => names[index] ?? ''
  const shownName = (page: Page) => new URL(page.url()).searchParams.get('image')
  const viewer = (page: Page) => page.getByRole('region', { name: 'Viewer' })
  const scale = (page: Page) =>
    viewer(page)
      .getByText(/^\d+ %$/)
      .innerText()

  async function open(index: number, options: Parameters<Journey['visit']>[1] = {}) {
    const visit = await journey.visit(`/?image=${nameAt(index)}`, options)
    await viewer(visit.page).getByAltText(PROMPT).and(visit.page.locator('[data-loaded=true]')).waitFor()
    return visit
  }

  test('a picture is looked at from near, then the next ones, all by keys', async () => {
    const { page, findBarriers } = await journey.visit()
    await page.getByRole('gridcell').first().click()
    await viewer(page).locator('img[data-loaded=true]').waitFor()
    expect(shownName(page)).toBe(nameAt(0))
    await viewer(page).getByRole('status').filter({ hasText: PROMPT }).first().waitFor({ state: 'attached' })
    expect(await scale(page)).toBe('400 %')
    await page.keyboard.press('+')
    expect(await scale(page)).toBe('500 %')
    await page.keyboard.press('1')
    await page.keyboard.press('0')
    expect(await scale(page)).toBe('400 %')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => shownName(page)).toBe(nameAt(1))
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => shownName(page)).toBe(nameAt(2))
    await page.getByRole('button', { name: 'Next picture: this is the last' }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => shownName(page)).toBe(nameAt(1))
    expect(await findBarriers()).toEqual([])
    await page.keyboard.press('Escape')
    await viewer(page).waitFor({ state: 'detached' })
    expect(shownName(page)).toBeNull()
  })

  test('wheel, drag and double click zoom about the pointer and move', async () => {
    const { page } = await open(0)
    const stage = page.getByRole('group', { name: 'Picture' })
    const picture = viewer(page).getByAltText(PROMPT)
    const box = async () =>
      (await picture.boundingBox()) ?? { x: Number.NaN, y: Number.NaN, width: Number.NaN, height: Number.NaN }
    const whole = await box()
    await page.mouse.move(whole.x + 100, whole.y + 100)
    await page.mouse.wheel(0, -900)
    await expect.poll(async () => (await box()).width).toBeGreaterThan(whole.width * 2)
    const near = await box()
    // what was under the pointer still is
    const ratio = near.width / whole.width
    expect(Math.abs(whole.x + 100 - near.x - 100 * ratio)).toBeLessThan(2)
    await page.mouse.down()
    await page.mouse.move(whole.x + 140, whole.y + 130, { steps: 4 })
    await page.mouse.up()
    const moved = await box()
    expect([moved.x - near.x, moved.y - near.y].map(Math.round)).toEqual([40, 30])
    await stage.dblclick()
    await expect.poll(async () => (await box()).width).toBeCloseTo(whole.width)
  })

  test('the panel tells how a picture was made, and copies it', async () => {
    const { page, findBarriers } = await open(0, { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.keyboard.press('i')
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText('Bottega Starter').waitFor()
    await details.getByRole('button', { name: 'Copy: Prompt' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(PROMPT)
    await details.getByText('Raw data').click()
    await details.getByText('"positive_prompt"').waitFor()
    await details.getByText('Graph', { exact: true }).click()
    await details.getByText('"nodes"').waitFor()
    expect(await findBarriers()).toEqual([])
  })

  test('everything of an old picture makes it again', async () => {
    const { page } = await open(2)
    const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true })
    await prompt.fill('a green house')
    await page.getByRole('button', { name: 'Use everything' }).click()
    await expect.poll(() => prompt.inputValue()).toBe(PROMPT)
    await page.keyboard.press('Control+Enter')
    const client = createClient({ baseUrl: journey.url })
    const list = async () => (await client.listImageNames({ query: { is_intermediate: false } })).image_names
    await expect.poll(async () => (await list()).length, { timeout: 40_000 }).toBe(4)
    const [made = ''] = await list()
    expect(await readPixels(page, made)).toBe(await readPixels(page, nameAt(2)))
    // the fresh one is the first in line
    await page.keyboard.press('Escape')
    await client.deleteImages({ body: { image_names: [made] } })
  })

  test('two pictures are compared by keys alone', async () => {
    const { page, findBarriers } = await open(0)
    await page.keyboard.press('c')
    const slider = page.getByRole('slider', { name: 'Line between the pictures' })
    await slider.waitFor()
    const focused = () => page.evaluate(`document.activeElement.getAttribute('role')`)
    for (let presses = 0; presses < 30 && (await focused()) !== 'slider'; presses++) await page.keyboard.press('Tab')
    const share = () => slider.getAttribute('aria-valuenow')
    await page.keyboard.press('ArrowRight')
    expect(await share()).toBe('52')
    await page.keyboard.press('Home')
    expect(await share()).toBe('0')
    await page.keyboard.press('PageUp')
    expect(await share()).toBe('10')
    const differences = page.getByRole('region', { name: 'What differs' })
    const cells = (name: string) => differences.getByRole('row', { name }).getByRole('cell').allInnerTexts()
    expect(await cells('Seed')).toEqual(['16', '15'])
    await page.keyboard.press('x')
    await expect.poll(() => cells('Seed')).toEqual(['15', '16'])
    expect(await findBarriers()).toEqual([])
    await page.keyboard.press('c')
    await slider.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.getByRole('group', { name: 'Picture', exact: true }).waitFor()
    expect(shownName(page)).toBe(nameAt(1))
  })

  test('two pictures that are picked in the gallery are compared, and left for one of them', async () => {
    const { page } = await journey.visit()
    const tiles = page.getByRole('gridcell')
    await tiles.nth(0).click({ modifiers: ['Control'] })
    await tiles.nth(2).click({ modifiers: ['Control'] })
    await page.keyboard.press('c')
    await page.getByRole('slider', { name: 'Line between the pictures' }).waitFor()
    expect(new URL(page.url()).searchParams.get('compare')).toBe(nameAt(2))
    await page.getByText('Side by side').click()
    await page.getByAltText('Right picture').and(page.locator('[data-loaded=true]')).waitFor()
    await page.getByRole('button', { name: 'Back to one picture' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('compare')).toBeNull()
    expect(shownName(page)).toBe(nameAt(0))
  })

  test('a deleted picture gives way to the next, and comes back by Undo', async () => {
    const { page } = await open(0)
    await page.getByRole('button', { name: 'Next picture', exact: true }).waitFor()
    await page.keyboard.press('Delete')
    await expect.poll(() => shownName(page)).toBe(nameAt(1))
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => shownName(page)).toBe(nameAt(0))
    await viewer(page).getByAltText(PROMPT).waitFor()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => shownName(page)).toBe(nameAt(1))
  })

  test('a finger swipes to the next picture, and down to leave', async () => {
    const { page, findBarriers } = await open(0, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    const size = await viewer(page).boundingBox()
    expect([size?.x, size?.width, size?.height]).toEqual([0, 390, 844])
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.getByRole('button', { name: 'Next picture', exact: true }).waitFor()
    await swipe(page, [300, 400], [80, 410])
    await expect.poll(() => shownName(page)).toBe(nameAt(1))
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'Use seed' }).waitFor()
    // away from the button and its tooltip
    await page.mouse.move(195, 200)
    await page.getByRole('tooltip').waitFor({ state: 'detached' })
    expect(await findBarriers()).toEqual([])
    await page.getByRole('button', { name: 'Close the details' }).click()
    await swipe(page, [200, 250], [205, 600])
    await viewer(page).waitFor({ state: 'detached' })
  })

  test('an address of a picture that is gone leads back', async () => {
    const { page } = await journey.visit('/?image=00000000-0000-4000-8000-000000000000.png')
    await page.getByText('This picture is not here').waitFor()
    await page.getByRole('button', { name: 'Back to the studio' }).click()
    await viewer(page).waitFor({ state: 'detached' })
  })

  test('metadata that make no sense break nothing', async () => {
    const client = createClient({ baseUrl: journey.url })
    const metadata = {
      positive_prompt: 'x'.repeat(60_000),
      seed: '123',
      steps: { a: [] },
      model: 7,
      scheduler: null,
      cfg_scale: '2.5',
    }
    const { image_name } = await client.uploadImage({
      query: { image_category: 'user', is_intermediate: false },
      form: {
        file: new Blob([await readFile(join(out, await firstFile(out)))], { type: 'image/png' }),
        metadata: JSON.stringify(metadata),
      },
    })
    const { page } = await journey.visit(`/?image=${image_name}`)
    await viewer(page).locator('img[data-loaded=true]').waitFor()
    await page.keyboard.press('i')
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText('2.5', { exact: true }).waitFor()
    await details.getByRole('button', { name: 'Use everything' }).click()
    await details.getByText('Raw data').click()
    await details.getByText('"cfg_scale": "2.5"').waitFor()
    await client.deleteImage({ params: { image_name } })
  })
})

async function firstFile(folder: string): Promise<string> {
  const { readdir } = await import('node:fs/promises')
  return (await readdir(folder))[0] ?? ''
}

/** What a picture shows, whatever its file says beside it. */
function readPixels(page: Page, name: string): Promise<string> {
  return page.evaluate(`(async () => {
    const picture = await createImageBitmap(await (await fetch('api/v1/images/i/${name}/full')).blob())
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    const context = canvas.getContext('2d')
    context.drawImage(picture, 0, 0)
    const hash = await crypto.subtle.digest('SHA-256', context.getImageData(0, 0, picture.width, picture.height).data)
    return new Uint8Array(hash).join()
  })()`)
}

/** Moves a finger over the screen, as a browser of a phone tells it. */
async function swipe(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly (readonly [number, number])[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) })
  await touch('touchStart', [from])
  for (const share of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', [[from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]])
  await touch('touchEnd', [])
  await session.detach()
}
