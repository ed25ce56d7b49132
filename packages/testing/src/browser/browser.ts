import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CHROMIUM_ADVICE, findChromium } from './find-chromium.ts'

export type { Page }

/** A page in a browser, with what it must not do. */
export interface Visit {
  readonly page: Page
  /** Errors on its console, broken rules of its content security policy, requests to other hosts: none of it is ever right. */
  readonly complaints: readonly string[]
  /** What axe finds wrong for people who use other senses or hands, as lines. */
  findBarriers(): Promise<string[]>
  /** Looks at every frame until something is there, however short a time: begin before what makes it appear. */
  glimpse(selector: string): Promise<unknown>
  /** Closes the page; one that stays open goes on talking. */
  close(): Promise<void>
}

/** A browser for tests. */
export interface TestBrowser {
  /**
   * Opens an address in a profile of its own.
   *
   * @param prepare  given the page before it goes there
   */
  visit(url: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<unknown>): Promise<Visit>
  close(): Promise<void>
}

/**
 * Starts Chromium, which asks nobody anything by itself.
 *
 * @throws Error with advice when there is none
 */
export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(`there is no browser: ${CHROMIUM_ADVICE}`)
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return { visit: (url, options, prepare) => visit(browser, url, options, prepare), close: () => browser.close() }
}

/** Waits until what fades in is there, two seconds at most: half faded in, every text has too little contrast. */
const SETTLE = `new Promise((settled) => {
  setTimeout(settled, 2000)
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const passing = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
    Promise.allSettled(passing.map(({ finished }) => finished)).then(() => settled())
  }))
})`

async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Visit> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  const { host } = new URL(url)
  page.on('console', (message) => {
    // a lost connection is told by the browser itself, and is what some journeys are about
    if (message.type() === 'error' && !/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection/.test(message.text()))
      complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.host !== host && !['data:', 'blob:'].includes(asked.protocol)) complaints.push(`foreign host: ${request.url()}`)
  })
  await prepare?.(page)
  await page.goto(url)
  return {
    page,
    complaints,
    async findBarriers() {
      await page.evaluate(SETTLE)
      const { violations } = await new AxeBuilder({ page }).analyze()
      return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`))
    },
    glimpse: (selector) =>
      page.evaluate(`new Promise((seen) => {
        const look = () => document.querySelector(${JSON.stringify(selector)}) ? seen() : requestAnimationFrame(look)
        look()
      })`),
    close: () => context.close(),
  }
}
