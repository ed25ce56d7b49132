import { join } from 'node:path'
import type { Page, TestBrowser, Visit } from '@bottega/testing'
import { endWork, keepBusy } from './fill.ts'
import { type Language, speak } from './say.ts'
import { SCREENS, type Scene, type Screen } from './scene.ts'
import type { Studio } from './studios.ts'

/** The colours of the page. */
const SCHEMES = ['light', 'dark'] as const

/** A picture of a scene, and what was wrong there. */
export interface Shot {
  readonly scene: string
  readonly screen: Screen
  readonly scheme: (typeof SCHEMES)[number]
  /** In the folder of all. */
  readonly file: string
  readonly faults: readonly string[]
}

/** Where pictures go, and what the page speaks. */
export interface Pictures {
  readonly folder: string
  readonly language?: Language
}

const WAITING = ['a flat owl on a purple background', 'a flat pizza on an orange background']

/** Plays a scene on each screen and makes pictures of it, light and dark, also where a step fails. */
export async function takeScene(scene: Scene, studio: Studio, browser: TestBrowser, pictures: Pictures): Promise<Shot[]> {
  const client = studio.ask(scene.person)
  if (scene.isBusy) await keepBusy(client, WAITING)
  try {
    const shots: Shot[] = []
    // one after the other: what one does on the server, the other sees
    for (const screen of ['desk', 'phone'] as const) shots.push(...(await takeOn(screen, scene, studio, browser, pictures)))
    return shots
  } finally {
    if (scene.isBusy) await endWork(client)
  }
}

async function takeOn(
  screen: Screen,
  scene: Scene,
  studio: Studio,
  browser: TestBrowser,
  { folder, language = 'en' }: Pictures,
): Promise<Shot[]> {
  const isPhone = screen === 'phone'
  const cookies = scene.person === undefined ? [] : await studio.signIn(scene.person)
  const { ask } = studio
  const setting = { isPhone, client: ask(scene.person), ask }
  const { route } = scene
  const path = typeof route === 'string' ? route : await route(setting)
  const visit = await browser.visit(studio.url + path, {
    viewport: SCREENS[screen],
    // pictures do not depend on the moment
    reducedMotion: 'reduce',
    locale: language,
    ...(isPhone && { isMobile: true, hasTouch: true, deviceScaleFactor: 2 }),
    storageState: { cookies: cookies.map(toStored), origins: [] },
  })
  const { page } = visit
  page.setDefaultTimeout(15_000)
  try {
    const faults: string[] = []
    try {
      await scene.steps?.({ ...setting, page, say: speak(language) })
    } catch (error) {
      faults.push(`a step failed: ${error instanceof Error ? error.message : String(error)}`)
    }
    // no tooltip of what was clicked last lies over the page
    await page.mouse.move(0, 0)
    const shots: Shot[] = []
    for (const scheme of SCHEMES) {
      await choose(scheme, page)
      await settle(page)
      const file = `${scene.name}-${screen}-${scheme}.png`
      await page.screenshot({ path: join(folder, file) })
      shots.push({ scene: scene.name, screen, scheme, file, faults: [...faults, ...(await judge(visit, screen))] })
    }
    const complaints = visit.complaints.filter((complaint) => !scene.refusals?.test(complaint))
    return shots.map((shot) => ({ ...shot, faults: [...shot.faults, ...complaints] }))
  } finally {
    await visit.close()
  }
}

/** Chooses the colours as another tab of the same person does. */
async function choose(scheme: Shot['scheme'], page: Page): Promise<void> {
  const change = { key: 'bottega-color-scheme', newValue: scheme }
  await page.evaluate(`{
    const change = ${JSON.stringify(change)}
    localStorage.setItem(change.key, change.newValue)
    dispatchEvent(new StorageEvent('storage', { ...change, storageArea: localStorage }))
  }`)
  // pages for strangers have nothing to choose, and do as the browser says
  await page.emulateMedia({ colorScheme: scheme })
  await page.locator(`html[data-mantine-color-scheme=${scheme}], html:not([data-mantine-color-scheme])`).waitFor()
}

/** Waits until the pictures in view are there and nothing has been drawn anew for two frames. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(`(async () => {
    await document.fonts.ready
    const isInView = ({ bottom, top }) => bottom > 0 && top < innerHeight
    const images = [...document.images].filter((image) => image.src && isInView(image.getBoundingClientRect()))
    const over = new Promise((resolve) => setTimeout(resolve, 3000))
    await Promise.race([over, Promise.all(images.map((image) => image.decode().catch(() => {})))])
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })()`)
}

async function judge({ page, findBarriers }: Visit, screen: Screen): Promise<string[]> {
  // a place scrolls by itself, and hides there what is too wide
  const width = Number(
    await page.evaluate(`(() => {
    const place = document.querySelector('#place')
    return document.documentElement.scrollWidth + (place ? place.scrollWidth - place.clientWidth : 0)
  })()`),
  )
  const isWide = width > SCREENS[screen].width
  return [...(isWide ? [`the page is ${width} px wide`] : []), ...(await findBarriers())]
}

function toStored({ name, value, url }: { readonly name: string; readonly value: string; readonly url: string }) {
  const { hostname: domain } = new URL(url)
  return { name, value, domain, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const }
}
