import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page, TestBrowser } from '@bottega/testing'
import type { Figure, Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { startServerProcess } from '../server/server-process.ts'
import { BOARD, BOARD_IMAGES, ON_BOARD, ON_NO_BOARD, withGalleryRoot } from './gallery-root.ts'
import { readMainThread, TRACE_CATEGORIES } from './trace.ts'

const RUNS = 7
const SCREEN = { width: 1440, height: 900 }
const MAX_TASK_MS = 50
const MAX_OPEN_MS = 300
/** How long the gallery is pulled from its beginning to its end, and how often. */
const PULL_MS = 10_000
const PULLS = 3

/** Notes, from a click on, when the first picture of the board is drawn, and when all in view are. */
const WATCH_OPENING = `
  window.benchOpening = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the grid shows no picture of the board after a minute')), 60_000)
    addEventListener('click', ({ timeStamp }) => {
      const times = {}
      const look = (now) => {
        const inView = [...document.querySelectorAll('[role=grid] img')].filter((image) => {
          const { top, bottom } = image.getBoundingClientRect()
          return image.src.includes('${BOARD_IMAGES}') && bottom > 0 && top < innerHeight
        })
        const ready = inView.filter((image) => image.complete && image.naturalWidth > 0)
        if (ready.length > 0) times.first ??= now - timeStamp
        if (times.first && ready.length === inView.length) times.all ??= now - timeStamp
        // what is ready in one frame is drawn in the next
        if (times.all) requestAnimationFrame((drawn) => resolve({ ...times, all: drawn - timeStamp, count: ready.length }))
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }, { capture: true, once: true })
  })`

/** Pulls the gallery evenly from one end to the other, as by the thumb of its scroll bar; answers what a person saw meanwhile. */
const PULL = `
  new Promise((resolve) => {
    let list = document.querySelector('[role=grid]')
    while (list.scrollHeight <= list.clientHeight + 1 || !/auto|scroll/.test(getComputedStyle(list).overflowY)) list = list.parentElement
    const way = list.scrollHeight - list.clientHeight
    const isAtEnd = list.scrollTop > way / 2
    const frames = []
    let most = 0
    let start, last
    const step = (now) => {
      start ??= now
      if (last !== undefined) frames.push(now - last)
      last = now
      const share = Math.min(1, (now - start) / ${PULL_MS})
      list.scrollTop = way * (isAtEnd ? 1 - share : share)
      if (frames.length % 10 === 0) most = Math.max(most, document.querySelectorAll('*').length)
      if (share < 1) requestAnimationFrame(step)
      else resolve({ way, frames, most })
    }
    requestAnimationFrame(step)
  })`

interface Pull {
  readonly way: number
  readonly frames: readonly number[]
  readonly most: number
}

/** Opens a large board, and pulls a larger gallery from end to end while Chromium records what the page does. */
export async function measurePageGallery(place: Place): Promise<Findings> {
  const { startBrowser } = await import('@bottega/testing')
  return withGalleryRoot(place.build, async (root) => {
    const server = await startServerProcess(place.build, root)
    const browser = await startBrowser()
    try {
      const opening = await measureOpening(browser, server.url)
      const scrolling = await measureScrolling(browser, server.url, join(place.root, '.bench/page-gallery-trace.json'))
      return {
        figures: [...opening.figures, ...scrolling.figures],
        notes: [
          `A root with ${ON_BOARD} images on one board and ${ON_NO_BOARD} on none, with thumbnails of photographs, ${SCREEN.width} x ${SCREEN.height} pixels; each opening in a profile of its own.`,
          ...opening.notes,
          ...scrolling.notes,
        ],
      }
    } finally {
      await browser.close()
      await server.stop()
    }
  })
}

async function openGallery(browser: TestBrowser, url: string) {
  const visit = await browser.visit(`${url}/?board=none`, { viewport: SCREEN })
  await visit.page.locator('[role=grid] img').first().waitFor()
  return visit
}

async function measureOpening(browser: TestBrowser, url: string): Promise<Findings> {
  const openings: { first: number; all: number; count: number }[] = []
  for (let run = 0; run < RUNS; run++) {
    const { page, close } = await openGallery(browser, url)
    await page.evaluate(`${WATCH_OPENING}; 0`)
    await findBoard(page).click()
    openings.push((await page.evaluate('benchOpening')) as (typeof openings)[number])
    await close()
  }
  return {
    figures: [
      {
        what: 'board of 50,000: click to first thumbnail',
        unit: 'ms',
        values: openings.map(({ first }) => first),
        goal: MAX_OPEN_MS,
      },
      { what: 'board of 50,000: click to all in view', unit: 'ms', values: openings.map(({ all }) => all) },
    ],
    notes: [`In view were ${openings.at(-1)?.count} of the board.`],
  }
}

const findBoard = (page: Page) => page.getByRole('navigation', { name: 'Boards' }).getByText(BOARD, { exact: true })

async function measureScrolling(browser: TestBrowser, url: string, traceFile: string): Promise<Findings> {
  const { page, close } = await openGallery(browser, url)
  try {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const readHeap = async () => {
      await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
    }
    const pull = async () => (await page.evaluate(PULL)) as Pull

    const tracer = page.context().browser()
    if (tracer === null) throw new Error('this browser records no traces')
    const heaps = [await readHeap()]
    await tracer.startTracing(page, { categories: TRACE_CATEGORIES })
    const pulls: Pull[] = [await pull()]
    const trace = await tracer.stopTracing()
    mkdirSync(dirname(traceFile), { recursive: true })
    writeFileSync(traceFile, trace)
    heaps.push(await readHeap())
    for (let run = 1; run < PULLS; run++) {
      pulls.push(await pull())
      heaps.push(await readHeap())
    }
    const { taskMs, taskCpuMs } = readMainThread(trace)
    const longest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0)
    const frames = pulls[0]?.frames ?? []
    return {
      figures: [
        { what: 'longest task while scrolling', unit: 'ms', values: [longest(taskMs)], goal: MAX_TASK_MS },
        { what: 'longest task while scrolling', unit: 'CPU ms', values: [longest(taskCpuMs)], goal: MAX_TASK_MS },
        { what: 'tasks over 50 ms', unit: 'number', values: [taskMs.filter((ms) => ms > MAX_TASK_MS).length], goal: 0 },
        { what: 'time between two frames', unit: 'ms', values: frames },
        { what: 'frames later than 50 ms', unit: 'number', values: [frames.filter((ms) => ms > MAX_TASK_MS).length] },
        ...heaps.map(
          (bytes, at): Figure => ({
            what: at === 0 ? 'JavaScript heap before a pull' : `JavaScript heap after pull ${at}`,
            unit: 'MB',
            values: [bytes / 1e6],
          }),
        ),
        { what: 'elements of the page at most', unit: 'number', values: pulls.map(({ most }) => most) },
      ],
      notes: [
        `A pull moves evenly over ${Math.round(pulls[0]?.way ?? 0)} pixels, all ${ON_NO_BOARD} images, in ${PULL_MS / 1000} s. The first is recorded, ${taskMs.length} tasks of the page's main thread; the trace stays in .bench/.`,
        'Chromium draws in software here, beside server and recorder on the same cores.',
      ],
    }
  } finally {
    await close()
  }
}
