import { randomUUID } from 'node:crypto'
import type { Socket } from 'socket.io-client'
import { transaction } from '../../../apps/bottega/src/data/database.ts'
import { openRootDatabase } from '../../../apps/bottega/src/data/root-database.ts'
import { claimNext } from '../../../apps/bottega/src/queue/claim.ts'
import { enqueueBatch } from '../../../apps/bottega/src/queue/enqueue.ts'
import type { Figure, Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { addPeople, enter, MULTIUSER, personId } from './people.ts'
import { openSocket, writeBatch } from './queue-client.ts'
import { withRoot } from './seeded-root.ts'
import { startServerProcess } from './server-process.ts'
import { timeMs } from './timing.ts'

const PEOPLE = 500
const ITEMS_EACH = 20
const CLAIMS = 2000
/** Claims before that, until the code is compiled. */
const WARM_UP = 500
const QUEUE = '/api/v1/queue/default'
const BACKLOGS = [0, 1000, 9000]
const WAITS = 20
const LIMITS = { maxPending: PEOPLE * ITEMS_EACH, maxPendingPerUser: ITEMS_EACH }

/** Times taking the next item where 500 people wait, and how long one item waits beside what another person has enqueued. */
export async function measureServerTurns({ build }: Place): Promise<Findings> {
  return {
    figures: [...(await withRoot(build, 0, measureClaims)), ...(await withRoot(build, 0, (root) => measureWaits(build, root)))],
    notes: [
      `Claims: ${PEOPLE} people have ${ITEMS_EACH} items each; the next is taken ${CLAIMS} times, in turns of people, each in a transaction of its own, in the process of the bench. Uninterrupted are those during which the system gave the processor to no other program.`,
      'Waits: one person enqueues a trivial item, from the request until their socket hears of its end, again and again while that many trivial items of another one wait. One worker.',
    ],
  }
}

async function measureClaims(root: string): Promise<Figure[]> {
  await addPeople(root, PEOPLE)
  const db = await openRootDatabase(root)
  // in the server a thread writes the log back
  db.sqlite.execute('pragma wal_autocheckpoint = 20000')
  const batch = { queueId: 'default', origin: null, destination: null, graph: '{}', workflow: null, prepend: false }
  await transaction(db, async (tx) => {
    for (let at = 0; at < PEOPLE; at++) {
      const more = { userId: personId(at), count: ITEMS_EACH, fieldValuesAt: () => null }
      await enqueueBatch(tx, { ...batch, ...more }, LIMITS)
    }
  })
  const claim = { queueId: 'default', mode: 'round_robin', device: 'cpu', modelKeys: [] } as const
  const times: number[] = []
  /** Those during which no other program had the processor. */
  const calm: number[] = []
  const claimOnce = () => transaction(db, (tx) => claimNext(tx, { ...claim, token: randomUUID() }))
  for (let run = 0; run < WARM_UP; run++) await claimOnce()
  for (let run = 0; run < CLAIMS; run++) {
    const before = process.resourceUsage().involuntaryContextSwitches
    const ms = await timeMs(claimOnce)
    times.push(ms)
    if (process.resourceUsage().involuntaryContextSwitches === before) calm.push(ms)
  }
  await db.close()
  const slowest = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] as number
  return [
    { what: 'taking the next item', unit: 'ms', values: times },
    { what: 'the slowest but 1 in 100', unit: 'ms', values: [slowest(times)], goal: 1 },
    { what: 'uninterrupted: taking the next item', unit: 'ms', values: calm },
    { what: 'uninterrupted: the slowest but 1 in 100', unit: 'ms', values: [slowest(calm)], goal: 1 },
  ]
}

async function measureWaits(build: string, root: string): Promise<Figure[]> {
  await addPeople(root, 3)
  const server = await startServerProcess(build, root, MULTIUSER)
  let socket: Socket | undefined
  try {
    const [heavy, light] = [await enter(server, 1), await enter(server, 2)]
    socket = await openSocket(server.url, light)
    const listener = socket
    const enqueue = (token: string, items: number) =>
      server.askJson('POST', `${QUEUE}/enqueue_batch`, { batch: writeBatch(items) }, token)
    const waitOnce = async () => {
      const ended = hearEnd(listener)
      return timeMs(async () => {
        await enqueue(light, 1)
        await ended
      })
    }
    // forks the worker
    await waitOnce()
    const figures: Figure[] = []
    for (const backlog of BACKLOGS) {
      if (backlog > 0) await enqueue(heavy, backlog)
      const values: number[] = []
      for (let run = 0; run < WAITS; run++) values.push(await waitOnce())
      figures.push({ what: `an item beside ${backlog} of another person`, unit: 'ms', values })
      await server.askJson('PUT', `${QUEUE}/clear`, undefined, heavy)
    }
    return figures
  } finally {
    socket?.disconnect()
    await server.stop()
  }
}

/** Waits for the end of an item of the person at a socket. */
function hearEnd(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const take = ({ status, user_id }: { status: string; user_id: string }) => {
      if (status !== 'completed' || user_id !== personId(2)) return
      socket.off('queue_item_status_changed', take)
      resolve()
    }
    socket.on('queue_item_status_changed', take)
  })
}
