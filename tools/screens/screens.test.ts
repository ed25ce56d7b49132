import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lacksBrowser, startBrowser, type TestBrowser } from '@bottega/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { writeContactSheet } from './contact-sheet.ts'
import type { Scene, Stage } from './scene.ts'
import { SCENES } from './scenes.ts'
import { openStudio, type Studio } from './studios.ts'
import { takeScene } from './take.ts'

test('scenes have names of their own, and people where there are accounts', () => {
  const names = SCENES.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([])
  expect(
    SCENES.filter(({ person, studio }) => person !== undefined && !['shared', 'crowd', 'switched'].includes(studio)),
  ).toEqual([])
})

test('the sheet shows every picture once, and what was wrong as text', () => {
  const shot = { scene: 'a', screen: 'desk', scheme: 'dark', file: 'a-desk-dark.png', faults: ['<p> & more'] } as const
  const sheet = writeContactSheet([shot, { ...shot, scene: 'b', file: 'b.png', faults: [] }])
  expect(sheet.match(/<img src="[^"]+"/g)).toEqual(['<img src="a-desk-dark.png"', '<img src="b.png"'])
  expect(sheet).toContain('<li>desk, dark: &lt;p> &amp; more</li>')
})

describe.skipIf(lacksBrowser())('a scene on a server', () => {
  let studio: Studio
  let browser: TestBrowser
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bottega screens é '))
    studio = await openStudio(inject('dist'), 'new')
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await studio.close()
    await rm(folder, { recursive: true })
  })

  const play = async (steps: Scene['steps'], more: Partial<Scene> = {}) =>
    takeScene({ name: 'a', studio: 'new', route: '/', ...(steps && { steps }), ...more }, studio, browser, { folder })

  test('is taken on each screen in each colour', async () => {
    const shots = await play(undefined)
    expect(shots.flatMap(({ faults }) => faults.filter((fault) => /step failed|wide/.test(fault)))).toEqual([])
    const sizes = await Promise.all(
      shots.map(async ({ file }) => {
        const { width, height } = await sharp(join(folder, file)).metadata()
        return `${file} ${width}x${height}`
      }),
    )
    expect(sizes).toEqual([
      'a-desk-light.png 1440x900',
      'a-desk-dark.png 1440x900',
      'a-phone-light.png 780x1688',
      'a-phone-dark.png 780x1688',
    ])
  })

  test('that cannot be played has its pictures, and says so', async () => {
    const shots = await play(({ page }) => page.getByText('no such words').waitFor({ timeout: 50 }))
    expect(shots).toHaveLength(4)
    for (const { faults } of shots) expect(faults[0]).toContain('a step failed: ')
  })

  test('tells what the console says, what is too wide, and where axe finds a barrier', async () => {
    const spoil = `
      console.error('words of the page')
      document.body.insertAdjacentHTML('beforeend', '<input id="nameless">')
      document.body.style.minWidth = '1500px'`
    const [first] = await play(({ page }) => page.evaluate(spoil))
    expect(first?.faults).toEqual(
      expect.arrayContaining([
        'the page is 1500 px wide',
        'console: words of the page',
        expect.stringContaining('label: Form elements must have labels: <input id="nameless"'),
      ]),
    )
  })

  test('may tell what it has to refuse', async () => {
    const complain = ({ page }: Stage) => page.evaluate("console.error('refused'); console.error('more')")
    const [first] = await play(complain, { refusals: /refused/ })
    expect(first?.faults.filter((fault) => fault.startsWith('console: '))).toEqual(['console: more'])
  })

  test('that is busy ends without anything left in the queue', async () => {
    const counts = async () => (await studio.ask().getQueueStatus({ params: { queue_id: 'default' } })).queue
    let seen: Awaited<ReturnType<typeof counts>> | undefined
    await play(
      async () => {
        seen ??= await counts()
      },
      { isBusy: true },
    )
    expect(seen).toMatchObject({ in_progress: 1, pending: 2 })
    expect(await counts()).toMatchObject({ in_progress: 0, pending: 0, canceled: 3 })
  })
})
