import type { Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds } from '../process-stats.ts'
import { openQueueClient } from './queue-client.ts'
import { withRoot } from './seeded-root.ts'
import { startServerProcess } from './server-process.ts'
import { timeMs, timeRuns } from './timing.ts'

const STARTS = 60
const DRAINS = 7
const DRAINED = 1000
const ENQUEUES = 9
const MANY = 10_000

/** Times the queue: from an enqueue to the start of its item, through many trivial items, and with thousands that wait. */
export function measureServerQueue({ build }: Place): Promise<Findings> {
  return withRoot(build, 0, async (root) => {
    const server = await startServerProcess(build, root)
    const queue = await openQueueClient(server)
    try {
      const first = await timeStart(queue)
      const starts: number[] = []
      for (let run = 0; run < STARTS; run++) starts.push(await timeStart(queue))

      const rates: number[] = []
      const cpu: number[] = []
      for (let run = 0; run < DRAINS; run++) {
        await queue.pause()
        await queue.enqueue(DRAINED)
        const ended = queue.hearEnd()
        const cpuStart = readCpuSeconds(server.pid)
        const ms = await timeMs(async () => {
          await queue.resume()
          await ended
        })
        const cpuEnd = readCpuSeconds(server.pid)
        rates.push((DRAINED * 1000) / ms)
        if (cpuStart !== undefined && cpuEnd !== undefined) cpu.push(((cpuEnd - cpuStart) * 1000) / DRAINED)
      }

      await queue.pause()
      const enqueues: number[] = []
      const enqueueCpu: number[] = []
      for (let run = 0; run < ENQUEUES; run++) {
        await queue.clear()
        const cpuStart = readCpuSeconds(server.pid)
        enqueues.push(await timeMs(() => queue.enqueue(MANY)))
        const cpuEnd = readCpuSeconds(server.pid)
        if (cpuStart !== undefined && cpuEnd !== undefined) enqueueCpu.push((cpuEnd - cpuStart) * 1000)
      }
      const status = await timeRuns(200, () => server.ask('GET', '/api/v1/queue/default/status'))
      const clear = await timeMs(() => queue.clear())
      return {
        figures: [
          { what: 'enqueue to start', unit: 'ms', values: starts, goal: 20, reference: 538 },
          { what: 'enqueue to start, first item of a server', unit: 'ms', values: [first] },
          { what: 'trivial items drained', unit: '1/s', values: rates, leastGoal: 500, reference: 1.9 },
          ...(cpu.length > 0 ? [{ what: 'a trivial item, server alone', unit: 'CPU ms', values: cpu } as const] : []),
          { what: `enqueue of ${MANY}`, unit: 'ms', values: enqueues, goal: 100, reference: 280 },
          ...(enqueueCpu.length > 0 ? [{ what: `enqueue of ${MANY}`, unit: 'CPU ms', values: enqueueCpu } as const] : []),
          { what: `status with ${MANY} queued`, unit: 'ms', values: status, goal: 2, reference: 10.8 },
          { what: `clearing ${MANY}`, unit: 'ms', values: [clear] },
        ],
        notes: [
          'Enqueue to start: from sending the request until a socket has heard that the item is in progress; nothing else runs. The first item of a server forks the worker.',
          `Trivial items: one node that passes a number on, each with another number; ${DRAINED} are enqueued while the queue is paused, and timed from resuming to the last end. One socket hears every event.`,
          `The ${MANY} are one batch with ${MANY} values of a field.`,
        ],
      }
    } finally {
      queue.close()
      await server.stop()
    }
  })
}

async function timeStart(queue: Awaited<ReturnType<typeof openQueueClient>>): Promise<number> {
  const started = queue.hear('in_progress')
  const ended = queue.hearEnd()
  const ms = await timeMs(async () => {
    await queue.enqueue(1)
    await started
  })
  await ended
  return ms
}
