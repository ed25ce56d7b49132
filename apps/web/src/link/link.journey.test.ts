import { readFile } from 'node:fs/promises'
import { type Journey, lacksBrowser, type Page, startJourney } from '@bottega/testing'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const COLOURS = ['#c33', '#3a3', '#33c', '#cc3']

describe.skipIf(lacksBrowser())('whoever follows a public link', () => {
  let journey: Journey
  let boardId: string
  beforeAll(async () => {
    journey = await startJourney({ dist: inject('dist'), settings: 'base_url: /studio\n' })
    boardId = (await ask<{ board_id: string }>('POST', 'boards/?board_name=Whales')).board_id
    for (const background of COLOURS) {
      const pixels = sharp({ create: { width: 300, height: 200, channels: 3, background } })
      const body = new FormData()
      body.set('file', new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' }), 'a.png')
      body.set('metadata', JSON.stringify({ positive_prompt: 'secretprompt' }))
      await ask('POST', `images/upload?image_category=general&is_intermediate=false&board_id=${boardId}`, body)
    }
  })
  afterEach(async () => expect(await journey.leave(/40[14]/)).toEqual([]))
  afterAll(() => journey.close())

  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const isForm = body instanceof FormData
    const answer = await fetch(`${journey.url}/api/v1/${path}`, {
      method,
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      ...(body !== undefined && !isForm && { headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    return (answer.status === 204 ? undefined : await answer.json()) as Answer
  }
  const makeLink = async (body: object = {}) => {
    const { id, url } = await ask<{ id: string; url: string }>('POST', `boards/${boardId}/links`, body)
    expect(url.startsWith(`${journey.url}/link/`)).toBe(true)
    return { id, path: url.slice(journey.url.length) }
  }
  const tile = (page: Page, at: number) => page.getByRole('button', { name: `Open picture ${at} of 4` })
  const areSmallOnesThere = (page: Page) =>
    page
      .locator('#pictures img')
      .evaluateAll((all) => all.every((one) => one instanceof HTMLImageElement && one.naturalWidth > 0))
  /** The colour in the middle of the picture that is looked at, once it is there whole. */
  const findColour = (page: Page) =>
    page.locator('#picture').evaluate(async (image: HTMLImageElement) => {
      if (!image.src.startsWith('blob:')) return 'not whole'
      await image.decode()
      const canvas = new OffscreenCanvas(1, 1)
      const drawing = canvas.getContext('2d')
      drawing?.drawImage(image, 0, 0, 1, 1)
      return [...(drawing?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3).join()
    })

  test('sees the pictures on a phone, swipes through them, goes back, and keeps one without its prompt', async () => {
    const { path } = await makeLink()
    const { page, findBarriers } = await journey.open(path, PHONE)
    await page.getByRole('heading', { name: 'Whales' }).waitFor()
    await page.getByText('4 pictures').waitFor()
    await expect.poll(() => areSmallOnesThere(page)).toBe(true)
    expect(await findBarriers()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)

    // the newest first
    await tile(page, 1).tap()
    await page.getByText('1 of 4').waitFor()
    await expect.poll(() => findColour(page)).toBe('204,204,51')
    const swipe = async (from: number, to: number) => {
      await page.mouse.move(from, 400)
      await page.mouse.down()
      await page.mouse.move(to, 405, { steps: 4 })
      await page.mouse.up()
    }
    await swipe(300, 100)
    await page.getByText('2 of 4').waitFor()
    await expect.poll(() => findColour(page)).toBe('51,51,204')
    await swipe(100, 300)
    await page.getByText('1 of 4').waitFor()
    expect(await findBarriers()).toEqual([])

    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).tap()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/\.png$/)
    const bytes = await readFile(await download.path())
    expect((await sharp(bytes).metadata()).width).toBe(300)
    expect(bytes.includes('invokeai') || bytes.includes('secretprompt')).toBe(false)

    await page.goBack()
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(false)
    await page.getByRole('heading', { name: 'Whales' }).waitFor()
  })

  test('moves by keys, in German where the browser speaks it, and Escape leads back to the small picture', async () => {
    const { path } = await makeLink()
    const { page } = await journey.open(path, { locale: 'de-DE', colorScheme: 'dark' })
    await page.getByText('4 Bilder').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByRole('button', { name: 'Bild 1 von 4 öffnen' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('1 von 4').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.getByText('3 von 4').waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByText('2 von 4').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toBe('Bild 2 von 4 öffnen')
  })

  test('gives the password that the link has, and a wrong one shows nothing', async () => {
    const { path } = await makeLink({ password: 'Füße und Пароль' })
    const { page, findBarriers } = await journey.open(path, PHONE)
    await page.getByRole('heading', { name: 'These pictures have a password' }).waitFor()
    expect(await page.getByText('Whales').count()).toBe(0)
    expect(await findBarriers()).toEqual([])
    await page.getByLabel('Password').fill('guess')
    await page.keyboard.press('Enter')
    await page.getByText('This is not the password.').waitFor()
    await page.getByLabel('Password').fill('Füße und Пароль')
    await page.getByRole('button', { name: 'Show the pictures' }).tap()
    await page.getByRole('heading', { name: 'Whales' }).waitFor()
    await expect.poll(() => areSmallOnesThere(page)).toBe(true)
    await tile(page, 4).tap()
    await expect.poll(() => findColour(page)).toBe('204,51,51')
  })

  test('is told when the link was ended, be it while the page is open', async () => {
    const { id, path } = await makeLink()
    const { page } = await journey.open(path)
    await tile(page, 1).waitFor()
    await ask('DELETE', `boards/${boardId}/links/${id}`)
    await tile(page, 2).click()
    await page.getByRole('heading', { name: 'This link leads nowhere any more' }).waitFor()
    await page.reload()
    await page.getByText('It was ended, or its time is over.').waitFor()
    expect(await page.getByText('Whales').count()).toBe(0)
  })
})
