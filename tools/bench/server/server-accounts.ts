import { openRootDatabase } from '../../../apps/bottega/src/data/root-database.ts'
import type { Figure, Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds } from '../process-stats.ts'
import { writeGalleryRecords } from './gallery-records.ts'
import { addPeople, enter, MULTIUSER, personId } from './people.ts'
import { withRoot } from './seeded-root.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { timeMs, timeRuns } from './timing.ts'

const IMAGES = 200_000
const PEOPLE = 500
const LOGINS = 40
/** Requests of each kind, in turns. */
const REQUESTS = 2000
/** Answered to anybody; whoever sends a token is looked at all the same. */
const ANYBODY = '/api/v1/app/version'
const LISTS: readonly (readonly [what: string, path: string])[] = [
  ['first page of 100', '/api/v1/images/?categories=general&is_intermediate=false&limit=100&offset=0'],
  ['boards with counts and covers', '/api/v1/boards/?all=true'],
]

/** Times what accounts cost, and lists of one of 2 and one of 500 people who have 200,000 images together. */
export function measureServerAccounts({ build }: Place): Promise<Findings> {
  return withRoot(
    build,
    IMAGES,
    async (root) => {
      await addPeople(root, PEOPLE)
      const many = await withServer(build, root, (server) => measureLists(server, PEOPLE))
      await giveAllToTwo(root)
      return withServer(build, root, async (server) => ({
        figures: [
          ...(await measureSignedIn(server)),
          ...(await measureLogin(server)),
          ...many,
          ...(await measureLists(server, 2)),
        ],
        notes: [
          `Signed in: ${REQUESTS} requests with a token and as many without, in turns, over one connection that stays open; the answer is the same. What the token adds is the difference of the CPU times, which wait for nobody.`,
          `The images: one person has half of them on 40 boards, and asks; the other half belongs to the other one, or to the other ${PEOPLE - 1} in equal parts.`,
          'CPU ms: of the server process, user and system, all requests of the line together divided by their number.',
        ],
      }))
    },
    writeSharedRecords,
  )
}

async function withServer<T>(build: string, root: string, work: (server: ServerProcess) => Promise<T>): Promise<T> {
  const server = await startServerProcess(build, root, MULTIUSER)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

/** Every second image is of the second person, on boards of theirs; the others go round. */
function* writeSharedRecords(images: number): Generator<string> {
  let at = 0
  for (const line of writeGalleryRecords(images)) {
    const other = ((at >> 1) % (PEOPLE - 1)) + 1
    const owner = at % 2 === 0 ? 1 : other === 1 ? 0 : other
    const record: Record<string, unknown> = JSON.parse(line)
    const board_id = record.board_id === null ? null : owner === 1 ? `mine-${at % 40}` : `of-${owner}`
    yield JSON.stringify({ ...record, user_id: personId(owner), board_id })
    at++
  }
}

async function giveAllToTwo(root: string): Promise<void> {
  const db = await openRootDatabase(root)
  for (const table of ['images', 'boards'] as const) {
    await db
      .updateTable(table)
      .set({ user_id: personId(0) })
      .where('user_id', '<>', personId(1))
      .execute()
  }
  const kept = [personId(0), personId(1), 'system']
  await db.deleteFrom('users').where('user_id', 'not in', kept).execute()
  await db.close()
}

async function measureSignedIn(server: ServerProcess): Promise<Figure[]> {
  const token = await enter(server, 1)
  const plain: number[] = []
  const signedIn: number[] = []
  for (let run = 0; run < REQUESTS; run++) {
    plain.push(await timeMs(() => server.ask('GET', ANYBODY)))
    signedIn.push(await timeMs(() => server.ask('GET', ANYBODY, { token })))
  }
  const cpu: number[] = []
  // short rounds in turns, so that what else the machine does falls on both
  for (let round = 0; round < 8; round++) {
    const costOf = (sent: object) => countCpu(server, REQUESTS, () => server.ask('GET', ANYBODY, sent))
    const [without, withToken] = [await costOf({}), await costOf({ token })]
    if (without !== undefined && withToken !== undefined) cpu.push(withToken - without)
  }
  return [
    { what: 'a request of anybody', unit: 'ms', values: plain },
    { what: 'the same signed in', unit: 'ms', values: signedIn },
    ...(cpu.length > 0 ? [{ what: 'what the token adds', unit: 'CPU ms', values: cpu, goal: 0.3 } as const] : []),
  ]
}

async function measureLogin(server: ServerProcess): Promise<Figure[]> {
  const times: number[] = []
  const cpu = await countCpu(server, LOGINS, async () => void times.push(await timeMs(() => enter(server, 1))))
  return [
    { what: 'login', unit: 'ms', values: times },
    ...(cpu === undefined ? [] : [{ what: 'login', unit: 'CPU ms', values: [cpu], goal: 60 } as const]),
  ]
}

async function measureLists(server: ServerProcess, people: number): Promise<Figure[]> {
  const token = await enter(server, 1)
  const figures: Figure[] = []
  for (const [what, path] of LISTS) {
    const named = `${what}, ${people} people`
    figures.push({ what: named, unit: 'ms', values: await timeRuns(60, () => server.ask('GET', path, { token })) })
    const cpu = await countCpu(server, 100, () => server.ask('GET', path, { token }))
    if (cpu !== undefined) figures.push({ what: named, unit: 'CPU ms', values: [cpu] })
  }
  return figures
}

/** CPU milliseconds of the server for each of so many calls, one after the other. */
async function countCpu(server: ServerProcess, calls: number, call: () => Promise<unknown>): Promise<number | undefined> {
  const start = readCpuSeconds(server.pid)
  for (let at = 0; at < calls; at++) await call()
  const end = readCpuSeconds(server.pid)
  return start === undefined || end === undefined ? undefined : ((end - start) * 1000) / calls
}
