import { join } from 'node:path'
import type { Page, TestBrowser } from '@bottega/testing'
import type { Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { withRoot } from '../server/seeded-root.ts'
import { startServerProcess } from '../server/server-process.ts'
import { MAX_ENTRY_BYTES, weighEntry } from './page-weight.ts'

const RUNS = 7
const MAX_API_REQUESTS = 6
const SCREEN = { width: 1440, height: 900 }

/** Notes when something is drawn, when a prompt can be written and there is a button to press, and when the model's examples are there too. */
const WATCH = `
  window.benchTimes = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the page has no field and button to generate with after a minute')), 60_000)
    const times = { origin: performance.timeOrigin }
    const find = (selector, words) => [...document.querySelectorAll(selector)].find((one) => words.test(one.textContent))
    const look = () => {
      const now = performance.now()
      if (document.body?.innerText.trim()) times.drawn ??= now
      if (document.querySelector('textarea:not([disabled])') && document.querySelector('button[type=submit]')) times.writable ??= now
      if (times.writable && find('button', /a flat fox on a teal background/)) resolve({ ...times, usable: now })
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`

interface Load {
  readonly drawn: number
  readonly writable: number
  readonly usable: number
  readonly scripts: readonly string[]
  readonly scriptBytes: number
  readonly apiPaths: readonly string[]
}

/** Loads the page of a new server again and again, each time as somebody who has never been there. */
export async function measurePageLoad({ build }: Place): Promise<Findings> {
  const { startBrowser } = await import('@bottega/testing')
  const entry = await weighEntry(join(build, 'web'))
  return withRoot(build, 0, async (root) => {
    const server = await startServerProcess(build, root)
    const browser = await startBrowser()
    try {
      const loads: Load[] = []
      for (let run = 0; run < RUNS; run++) loads.push(await load(browser, server.url))
      const valuesOf = (key: 'drawn' | 'writable' | 'usable') => loads.map((one) => one[key])
      const last = loads.at(-1) as Load
      return {
        figures: [
          {
            what: 'entry and its static imports, gzip',
            unit: 'kB',
            values: [entry.gzipBytes / 1000],
            goal: MAX_ENTRY_BYTES / 1000,
          },
          {
            what: 'scripts that were fetched before it was usable',
            unit: 'kB',
            values: loads.map(({ scriptBytes }) => scriptBytes / 1000),
            goal: MAX_ENTRY_BYTES / 1000,
          },
          {
            what: 'API requests before it was usable',
            unit: 'number',
            values: loads.map(({ apiPaths }) => apiPaths.length),
            goal: MAX_API_REQUESTS,
          },
          { what: 'something drawn', unit: 'ms', values: valuesOf('drawn') },
          { what: 'a prompt can be written, Generate is there', unit: 'ms', values: valuesOf('writable') },
          { what: 'usable: the example prompts of the model, too', unit: 'ms', values: valuesOf('usable') },
        ],
        notes: [
          `The scripts: ${last.scripts.join(', ')}. Bytes are those of the bodies as they travel, gzip by the server.`,
          `The requests: ${last.apiPaths.join(', ')}.`,
          'Milliseconds since the navigation began, on loopback, in a profile of its own each time. The first load also fills caches of the server.',
        ],
      }
    } finally {
      await browser.close()
      await server.stop()
    }
  })
}

async function load(browser: TestBrowser, url: string): Promise<Load> {
  const requests: Awaited<ReturnType<Page['waitForRequest']>>[] = []
  const { page, close } = await browser.visit(url, { viewport: SCREEN }, async (page) => {
    page.on('request', (request) => requests.push(request))
    await page.addInitScript(WATCH)
  })
  try {
    const { origin, ...times } = (await page.evaluate('benchTimes')) as {
      readonly origin: number
      readonly drawn: number
      readonly writable: number
      readonly usable: number
    }
    const before = requests.filter((request) => request.timing().startTime < origin + times.usable)
    const scripts = before.filter((request) => request.resourceType() === 'script')
    const sizes = await Promise.all(scripts.map(async (request) => (await request.sizes()).responseBodySize))
    const paths = (list: typeof requests) => list.map((request) => new URL(request.url()).pathname)
    return {
      ...times,
      scripts: paths(scripts).map((path) => path.split('/').at(-1) ?? path),
      scriptBytes: sizes.reduce((sum, size) => sum + size, 0),
      apiPaths: paths(before).filter((path) => path.includes('/api/')),
    }
  } finally {
    await close()
  }
}
