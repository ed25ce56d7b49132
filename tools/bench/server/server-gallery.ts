import { setTimeout as wait } from 'node:timers/promises'
import type { Figure, Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds } from '../process-stats.ts'
import { FREQUENT_WORD, RARE_WORD } from './gallery-records.ts'
import { withRoot } from './seeded-root.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { timeMs, timeRuns } from './timing.ts'

const LARGE = 200_000
const SMALL = 20_000
/** What InvokeAI's own interface asks for: pictures, not assets or what lies between. */
const SHOWN = 'categories=general&is_intermediate=false'
const PAGE = 100

interface Asked {
  readonly what: string
  readonly path: string
  readonly runs: number
  readonly encoding?: string
  readonly goal?: number
  readonly reference?: number
}

function describeQuestions(images: number): readonly Asked[] {
  const list = `/api/v1/images/?${SHOWN}&limit=${PAGE}`
  const middle = Math.floor((images * 0.9) / 2)
  return [
    { what: 'first page of 100', path: `${list}&offset=0`, runs: 60, goal: 10, reference: 301 },
    { what: 'page in the middle', path: `${list}&offset=${middle}`, runs: 60, goal: 20, reference: 1222 },
    { what: 'page in the middle, every category', path: `/api/v1/images/?limit=${PAGE}&offset=${images / 2}`, runs: 40 },
    {
      what: 'page in the middle, stars alone',
      path: `${list}&starred=true&offset=${Math.floor(images / 200)}`,
      runs: 40,
      goal: 20,
    },
    { what: 'first page of a month', path: `${list}&created_from=2020-02-01&created_to=2020-02-29`, runs: 40, goal: 20 },
    { what: 'names', path: `/api/v1/images/names?${SHOWN}`, runs: 25, goal: 150, reference: 877 },
    { what: 'names, packed by gzip', path: `/api/v1/images/names?${SHOWN}`, runs: 25, encoding: 'gzip', goal: 150 },
    { what: 'search, 1 image in 1,000', path: `${list}&search_term=${RARE_WORD}`, runs: 40, goal: 30, reference: 230 },
    { what: 'search, 2 images in 5', path: `${list}&search_term=${FREQUENT_WORD}`, runs: 20 },
    { what: 'boards with counts and covers', path: '/api/v1/boards/?all=true', runs: 40 },
  ]
}

/** Times lists of a large gallery and of a small one, and a request of somebody else while one searches. */
export async function measureServerGallery({ build }: Place): Promise<Findings> {
  const large = await measureSize(build, LARGE)
  const small = await measureSize(build, SMALL)
  return {
    figures: [...large.figures, ...large.beside, ...small.figures.map(({ goal: _goal, reference: _reference, ...rest }) => rest)],
    notes: [
      `Pages of ${PAGE} records, starred images first, newest first, as InvokeAI's interface asks. One request at a time, over a connection that stays open.`,
      `Searched for: "${RARE_WORD}" and "${FREQUENT_WORD}", by every word of the prompt, with the number of all that match.`,
      'Beside searches: one image is asked for again and again while two clients search for the frequent word without a pause.',
      'CPU ms: of the server process, user and system, all requests of the line together divided by their number.',
      `Seeding took ${large.seedSeconds.toFixed(0)} s for ${LARGE} images and ${small.seedSeconds.toFixed(1)} s for ${SMALL}.`,
    ],
  }
}

async function measureSize(build: string, images: number) {
  return withRoot(build, images, async (root, seedSeconds) => {
    const server = await startServerProcess(build, root)
    try {
      const figures: Figure[] = []
      for (const { what, path, runs, encoding, ...judged } of describeQuestions(images)) {
        const named = `${what}, ${images / 1000}k`
        const cpuStart = readCpuSeconds(server.pid)
        const values = await timeRuns(runs, () => server.ask('GET', path, encoding === undefined ? {} : { encoding }))
        const cpuEnd = readCpuSeconds(server.pid)
        figures.push({ what: named, unit: 'ms', values, ...judged })
        if (cpuStart === undefined || cpuEnd === undefined) continue
        figures.push({ what: named, unit: 'CPU ms', values: [((cpuEnd - cpuStart) * 1000) / (runs + 1)] })
      }
      return { figures, beside: [await measureBeside(server, images)], seedSeconds }
    } finally {
      await server.stop()
    }
  })
}

async function measureBeside(server: ServerProcess, images: number): Promise<Figure> {
  const { items } = await server.askJson<{ items: { image_name: string }[] }>('GET', '/api/v1/images/?limit=1')
  const path = `/api/v1/images/i/${items[0]?.image_name}`
  let isOver = false
  const search = async () => {
    while (!isOver) await server.ask('GET', `/api/v1/images/?${SHOWN}&limit=${PAGE}&search_term=${FREQUENT_WORD}`)
  }
  const searching = [search(), search()]
  const values: number[] = []
  for (let run = 0; run < 100; run++) {
    values.push(await timeMs(() => server.ask('GET', path)))
    await wait(10)
  }
  isOver = true
  await Promise.all(searching)
  return { what: `one image while two search, ${images / 1000}k`, unit: 'ms', values, goal: 10, reference: 234 }
}
