import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Socket } from 'socket.io-client'
import { callSoon, type Soon } from '../../../apps/web/src/shared/soon.ts'
import { widenSpacing } from '../../../apps/web/src/shared/spacing.ts'
import type { Figure, Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds } from '../process-stats.ts'
import { addPeople, enter, MULTIUSER } from './people.ts'
import { openSocket } from './queue-client.ts'
import { withRoot } from './seeded-root.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { timeMs } from './timing.ts'

const PAGES = 500
const PEOPLE = 20
const SECONDS = 30
/** Until then pages that lose patience have lost it. */
const SECONDS_BEFORE = 60
/** What a page reads at news of a board of others that its gallery shows. */
const READINGS = [
  'boards/?all=true&include_archived=true',
  'images/?categories=general&is_intermediate=false&limit=0',
  'images/?categories=general&is_intermediate=false&order_dir=DESC&starred_first=false&offset=0&limit=20',
]

interface Spacing {
  readonly name: string
  make(): number | ((gapMs: number) => number)
  /** how long it goes on before it counts */
  readonly secondsBefore: number
}

/** How pages space what they read; the last is what they do. */
const SPACINGS: readonly Spacing[] = [
  { name: 'at once, one after the other', make: () => 0, secondsBefore: 0 },
  { name: 'every 2 s', make: () => 2000, secondsBefore: 0 },
  { name: 'less and less often, after a minute', make: () => widenSpacing(2000, 30_000), secondsBefore: SECONDS_BEFORE },
]

/** What hundreds of open pages ask for while one public board gets an upload each second. */
export function measureServerPages({ build, root: project }: Place): Promise<Findings> {
  return withRoot(build, 0, async (root) => {
    await addPeople(root, PEOPLE + 1)
    const server = await startServerProcess(build, root, MULTIUSER)
    const sockets: Socket[] = []
    try {
      const owner = await enter(server, 0)
      const board = await openBoard(server, owner)
      const picture = await readFile(join(project, 'docs/images/starter.png'))
      const pages: Page[] = []
      for (let person = 1; person <= PEOPLE; person++) {
        const token = await enter(server, person)
        for (let at = 0; at < PAGES / PEOPLE; at++) {
          const socket = await openSocket(server.url, token)
          sockets.push(socket)
          pages.push({ socket, token })
        }
      }
      const upload = () => uploadTo(server, owner, board, picture)
      const figures: Figure[] = []
      const rates: number[] = []
      for (const spacing of SPACINGS) {
        const { name } = spacing
        const { requests, cpu, uploads } = await measureSpacing(server, spacing, pages, upload)
        rates.push(requests)
        figures.push({ what: `requests, ${name}`, unit: '1/s', values: [requests] })
        if (cpu !== undefined) figures.push({ what: 'the same, the server in a second', unit: 'CPU ms', values: [cpu] })
        figures.push({ what: 'the same, an upload meanwhile', unit: 'ms', values: uploads })
      }
      const [, steady = Number.NaN] = rates
      const last = rates.at(-1) ?? Number.NaN
      figures.push({ what: 'every 2 s, of those after a minute', unit: 'ratio', values: [steady / last] })
      return {
        figures,
        notes: [
          `${PAGES} open pages of ${PEOPLE} people, whose gallery shows all pictures; each reads three lists at news. ${SECONDS} seconds of an upload a second. Without any spacing they would ask for ${PAGES * READINGS.length} lists a second, more than the machine answers: at once means as often as that goes. All pages are in the one process of the bench, which takes a part of the time.`,
        ],
      }
    } finally {
      for (const socket of sockets) socket.disconnect()
      await server.stop()
    }
  })
}

interface Page {
  readonly socket: Socket
  readonly token: string
}

async function measureSpacing(
  server: ServerProcess,
  { make, secondsBefore }: Spacing,
  pages: readonly Page[],
  upload: () => Promise<unknown>,
): Promise<{ readonly requests: number; readonly cpu: number | undefined; readonly uploads: readonly number[] }> {
  let requests = 0
  const followers = pages.map(({ socket, token }) => {
    const read = async () => {
      for (const path of READINGS) {
        requests++
        await server.ask('GET', `/api/v1/${path}`, { token })
      }
    }
    const soon: Soon = callSoon(read, make(), Math.random() * 500)
    socket.on('gallery_changed', soon.call)
    return { socket, soon }
  })
  await uploadEachSecond(secondsBefore, upload)
  requests = 0
  const cpuStart = readCpuSeconds(server.pid)
  const start = performance.now()
  const uploads = await uploadEachSecond(SECONDS, upload)
  const seconds = (performance.now() - start) / 1000
  const cpuEnd = readCpuSeconds(server.pid)
  for (const { socket, soon } of followers) {
    socket.off('gallery_changed', soon.call)
    soon.stop()
  }
  // what is under way ends
  await wait(3000)
  const cpu = cpuStart === undefined || cpuEnd === undefined ? undefined : ((cpuEnd - cpuStart) * 1000) / seconds
  return { requests: requests / seconds, cpu, uploads }
}

/** How long each upload took. */
async function uploadEachSecond(seconds: number, upload: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const start = performance.now()
  for (let second = 1; second <= seconds; second++) {
    times.push(await timeMs(upload))
    await wait(Math.max(0, start + second * 1000 - performance.now()))
  }
  return times
}

async function openBoard(server: ServerProcess, token: string): Promise<string> {
  const { board_id } = await server.askJson<{ board_id: string }>('POST', '/api/v1/boards/?board_name=Plaza', undefined, token)
  await server.askJson('PATCH', `/api/v1/boards/${board_id}`, { board_visibility: 'public' }, token)
  return board_id
}

async function uploadTo(server: ServerProcess, token: string, board: string, picture: Buffer): Promise<void> {
  const form = new FormData()
  form.set('file', new File([picture], 'a.png', { type: 'image/png' }))
  const sent = new Response(form)
  const body = Buffer.from(await sent.arrayBuffer())
  const type = sent.headers.get('content-type') ?? ''
  const query = `image_category=general&is_intermediate=false&board_id=${board}`
  await server.ask('POST', `/api/v1/images/upload?${query}`, { body, type, token })
}
