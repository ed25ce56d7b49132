import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

describe.skipIf(lacksBrowser())('generating', () => {
  let journey: Journey

  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist') })
  })
  afterEach(async () => expect(await journey.leave(/415/)).toEqual([]))
  afterAll(() => journey.close())

  const EXAMPLE = 'a flat fox on a teal background'
  const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
  const sendButton = (page: Page) => page.locator('button[type=submit]')

  /** Whether what is drawn in the middle of an element is the element itself. */
  const isOver = (page: Page, selector: string) =>
    page.evaluate(`(() => {
      const element = document.querySelector('${selector}')
      const { left, top, width, height } = element.getBoundingClientRect()
      return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })()`)

  /** What the server has of images, newest first. */
  async function listImages(page: Page, board = '', category = 'general') {
    const response = await page.request.get(
      `${journey.url}/api/v1/images/?categories=${category}&is_intermediate=false&limit=100${board}`,
    )
    const { items } = (await response.json()) as { items: { image_name: string; width: number; height: number }[] }
    return items
  }

  async function readMetadata(page: Page, name: string) {
    return (await page.request.get(`${journey.url}/api/v1/images/i/${name}/metadata`)).json()
  }

  async function expectImages(page: Page, count: number, board?: string) {
    await expect.poll(async () => (await listImages(page, board)).length, { timeout: 60_000 }).toBe(count)
    return listImages(page, board)
  }

  test('a first start, an example, the picture on the open board, and all of it after a restart without a reload', async () => {
    const { page } = await journey.visit()
    expect(await sendButton(page).textContent()).toBe('Write a prompt first')
    const made = await page.request.post(`${journey.url}/api/v1/boards/?board_name=Foxes`)
    const { board_id } = (await made.json()) as { board_id: string }
    await page.goto(`${journey.url}/?board=${board_id}`)
    await page.getByText('Open board: Foxes').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: EXAMPLE }).click()
    await expectImages(page, 1, `&board_id=${board_id}`)
    expect(await field(page, 'Prompt').inputValue()).toBe(EXAMPLE)
    // what the next one is likely to take was learned
    await expect.poll(() => sendButton(page).textContent()).toMatch(/^Generate · about \d+ s/)

    await journey.stopServer()
    await page.locator('[data-hearing=lost]').waitFor({ state: 'attached' })
    await field(page, 'Prompt').fill('a red apple')
    // what cannot be done now says so, and no more once it can
    await expect.poll(() => sendButton(page).textContent()).toBe('No connection to the server')
    await sendButton(page).click()
    await page.locator('input[type=file][aria-label="Start image"]').setInputFiles({
      name: 'start.png',
      mimeType: 'image/png',
      buffer: Buffer.from('never sent'),
    })
    const silence = page.getByRole('alert').getByText(/^The server does not answer/)
    await expect
      .poll(() => page.getByRole('form').and(page.locator(':has(button[type=submit])')).locator(silence).count())
      .toBe(2)
    await journey.startServer()
    await page.locator('[data-hearing=connected]').waitFor({ state: 'attached' })
    await expect.poll(() => silence.count()).toBe(0)
    // what the server refuses is seen above the foot of the form until it was read
    await page.locator('input[type=file][aria-label="Start image"]').setInputFiles({
      name: 'start.png',
      mimeType: 'image/png',
      buffer: Buffer.from('no picture'),
    })
    const refusal = page.getByRole('alert').getByText('This is no picture that can be read')
    await refusal.waitFor()
    await expect.poll(() => isOver(page, 'form [role=alert]')).toBe(true)
    await page.getByRole('group', { name: 'Start image' }).getByRole('button', { name: 'Close' }).click()
    await refusal.waitFor({ state: 'detached' })
    await expect.poll(() => sendButton(page).textContent()).toMatch(/^Generate/)
    await page.keyboard.press('Control+Enter')
    const [newest] = await expectImages(page, 2, `&board_id=${board_id}`)
    expect(await readMetadata(page, newest?.image_name ?? '')).toMatchObject({ positive_prompt: 'a red apple' })
  })

  test('several pictures have seeds in a row, before what waits', async () => {
    const { page } = await journey.visit()
    const before = (await listImages(page)).length
    await field(page, 'Prompt').fill('a green frog')
    await field(page, 'Seed').fill('40')
    await field(page, 'Count').fill('2')
    expect(await sendButton(page).textContent()).toMatch(/^Generate 2/)
    await page.keyboard.press('Control+Shift+Enter')
    const images = await expectImages(page, before + 2)
    const seeds = await Promise.all(images.slice(0, 2).map(async ({ image_name }) => (await readMetadata(page, image_name)).seed))
    expect(seeds.sort()).toEqual([40, 41])
    // a typed seed stays, and lets itself be given up again
    expect(await page.getByRole('button', { name: 'Keep this seed' }).getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: 'Reset Seed' }).click()
    await page.getByText('A new seed each time.').waitFor()
    await page.getByRole('button', { name: 'Reset Count' }).click()
  })

  test('each press counts and keeps its prompt, in the order of the presses, while the first is on its way', async () => {
    const { page } = await journey.visit()
    const before = (await listImages(page)).length
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/enqueue_batch', async (route) => {
      await released
      await route.continue()
    })
    const prompts = ['one snail', 'two snails', 'three snails']
    for (const prompt of prompts) {
      await field(page, 'Prompt').fill(prompt)
      await page.keyboard.down('Control')
      await page.keyboard.down('Enter')
      // it is held down for a while
      await page.keyboard.down('Enter')
      await page.keyboard.up('Enter')
      await page.keyboard.up('Control')
    }
    expect(await sendButton(page).isEnabled()).toBe(true)
    expect(await page.evaluate('document.activeElement.id')).toBe('generate-positivePrompt')
    release()
    await expectImages(page, before + 3)
    const response = await page.request.get(`${journey.url}/api/v1/queue/default/list_all`)
    const items = (await response.json()) as { item_id: number; field_values: { node_path: string; value: unknown }[] }[]
    const asked = items
      .sort((one, other) => one.item_id - other.item_id)
      .map(({ field_values }) => field_values.find(({ node_path }) => node_path.startsWith('positive_prompt'))?.value)
    expect(asked.slice(-3)).toEqual(prompts)
  })

  test('a value that was changed is marked, kept, and reset with one click', async () => {
    const { page } = await journey.visit()
    expect(await field(page, 'Steps').inputValue()).toBe('12')
    await field(page, 'Steps').press('ArrowUp')
    await page.getByRole('button', { name: 'Reset Steps' }).waitFor()
    const written = page.waitForResponse((response) => response.url().includes('set_by_key') && response.ok())
    await field(page, 'Steps').fill('4')
    await written
    const other = await journey.visit()
    expect(await field(other.page, 'Steps').inputValue()).toBe('4')
    await page.getByRole('button', { name: 'Reset Steps' }).click()
    expect(await field(page, 'Steps').inputValue()).toBe('12')
    expect(await page.getByRole('button', { name: 'Reset Steps' }).count()).toBe(0)
    expect(await page.evaluate('document.activeElement.id')).toBe('generate-steps')
  })

  test('an impossible size is refused with what would fit', async () => {
    const { page } = await journey.visit()
    await field(page, 'Prompt').fill('a castle')
    await field(page, 'Width').fill('100')
    expect(await sendButton(page).textContent()).toBe('Width goes in steps of 8: 96 or 104')
    await sendButton(page).click()
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('generate-width')
    await field(page, 'Width').fill('4104')
    expect(await sendButton(page).textContent()).toBe('Width is 4096 at most')
    await page.getByRole('button', { name: '3:2' }).click()
    await page.getByRole('button', { name: 'Swap width and height' }).click()
    expect(await page.getByRole('button', { name: '2:3' }).getAttribute('aria-pressed')).toBe('true')
    await field(page, 'Seed').fill('1')
    const before = (await listImages(page)).length
    await page.keyboard.press('Control+Enter')
    const [image] = await expectImages(page, before + 1)
    expect(image).toMatchObject({ width: 104, height: 160 })
    await page.getByRole('button', { name: '1:1' }).click()
  })

  test('words count more and less by keys, and Ctrl+Z takes it back', async () => {
    const { page } = await journey.visit()
    const prompt = field(page, 'Prompt')
    await prompt.fill('a flat fox')
    await prompt.press('End')
    await prompt.press('Control+ArrowUp')
    expect(await prompt.inputValue()).toBe('a flat (fox)1.1')
    await prompt.press('Control+ArrowUp')
    expect(await prompt.inputValue()).toBe('a flat (fox)1.2')
    await prompt.press('Control+z')
    expect(await prompt.inputValue()).toBe('a flat (fox)1.1')
    await prompt.press('Control+ArrowDown')
    expect(await prompt.inputValue()).toBe('a flat fox')
    // the palette gives the focus and what is selected back before
    await prompt.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('words count more')
    await page.keyboard.press('Enter')
    await expect.poll(() => prompt.inputValue()).toBe('a flat (fox)1.1')
  })

  test('a picture begins with another of any shape', async () => {
    const { page } = await journey.visit()
    const before = (await listImages(page)).length
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Drop a picture or choose one' }).click()
    await (await chooser).setFiles({ name: 'wide.svg.png', mimeType: 'image/png', buffer: await drawPicture(page, 200, 100) })
    await page.getByText('Its middle is used: it has other proportions.').waitFor()
    // another takes its place when it is dropped there, and is not taken by the gallery too
    await dropFile(page, await drawPicture(page, 220, 110))
    await expect.poll(async () => (await listImages(page, '', 'user')).length).toBe(2)
    await page.getByText('Drop pictures to upload them').waitFor({ state: 'detached' })
    await expect.poll(() => startImage(page).getByRole('img').getAttribute('src')).toContain(await nameOfNewestUpload(page))
    await field(page, 'Prompt').fill('a flat strawberry on a teal background')
    await field(page, 'Strength').fill('0.8')
    await page.keyboard.press('Control+Enter')
    const [square] = await expectImages(page, before + 1)
    expect(square).toMatchObject({ width: 128, height: 128 })
    expect(await readMetadata(page, square?.image_name ?? '')).toMatchObject({ generation_mode: 'img2img', strength: 0.8 })
    await page.getByRole('button', { name: 'Use its proportions' }).click()
    expect([await field(page, 'Width').inputValue(), await field(page, 'Height').inputValue()]).toEqual(['184', '88'])
    // what only the server knows is said at the button
    const [upload] = await listImages(page, '', 'user')
    await page.request.delete(`${journey.url}/api/v1/images/i/${upload?.image_name}`)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').first().waitFor()
    await page.getByRole('button', { name: 'Remove the start image' }).click()
    await page.getByRole('button', { name: 'Drop a picture or choose one' }).waitFor()
    await page.getByRole('button', { name: '1:1' }).click()
    // the refusals that it is about
    expect(await journey.leave(/status of 4\d\d/)).toEqual([])
  })

  test('a prompt with choices makes a picture of each', async () => {
    const { page } = await journey.visit()
    const before = (await listImages(page)).length
    await field(page, 'Prompt').fill('a {red|green} apple')
    await expect.poll(() => sendButton(page).textContent()).toMatch(/^Generate 2/)
    await page.keyboard.press('Control+Enter')
    const images = await expectImages(page, before + 2)
    const made = await Promise.all(images.slice(0, 2).map(({ image_name }) => readMetadata(page, image_name)))
    expect(made.map(({ positive_prompt }) => positive_prompt).sort()).toEqual(['a green apple', 'a red apple'])
    expect(made[0].seed).toBe(made[1].seed)
  })

  const startImage = (page: Page) => page.getByRole('group', { name: 'Start image' })

  async function nameOfNewestUpload(page: Page): Promise<string> {
    const [newest] = await listImages(page, '', 'user')
    return newest?.image_name ?? 'none'
  }

  /** Drags a file over the page, and drops it on the start image. */
  async function dropFile(page: Page, bytes: Buffer): Promise<void> {
    await startImage(page).evaluate((place, base64) => {
      const data = new DataTransfer()
      data.items.add(
        new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'other.png', { type: 'image/png' }),
      )
      for (const type of ['dragenter', 'dragover', 'drop'])
        place.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
    }, bytes.toString('base64'))
  }

  /** A picture of a size, drawn by the browser. */
  async function drawPicture(page: Page, width: number, height: number): Promise<Buffer> {
    const url = await page.evaluate<string>(`(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: ${width}, height: ${height} })
      const paint = canvas.getContext('2d')
      paint.fillStyle = 'crimson'
      paint.fillRect(20, 20, 90, 60)
      return canvas.toDataURL('image/png')
    })()`)
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
  }

  test.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)('nobody is shut out of the %s form, %i wide, and nothing is wider than it', async (colorScheme, width) => {
    const { page, findBarriers } = await journey.visit('', { colorScheme, viewport: { width, height: 844 } })
    for (const more of await page.locator('form summary').all()) await more.click()
    await field(page, 'Width').fill('100')
    await field(page, 'Height').focus()
    expect(await findBarriers()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await page.getByRole('button', { name: 'Reset Width' }).click()
  })
})
