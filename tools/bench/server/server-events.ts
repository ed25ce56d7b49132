import type { Socket } from 'socket.io-client'
import type { Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds } from '../process-stats.ts'
import { openSocket } from './queue-client.ts'
import { withRoot } from './seeded-root.ts'
import { startServerProcess } from './server-process.ts'

const SOCKETS = 500
const RUNS = 40

/** Times one event on its way to hundreds of sockets. */
export function measureServerEvents({ build }: Place): Promise<Findings> {
  return withRoot(build, 0, async (root) => {
    const server = await startServerProcess(build, root)
    const sockets: Socket[] = []
    try {
      for (let at = 0; at < SOCKETS; at++) sockets.push(await openSocket(server.url))
      const send = (run: number) => server.askJson('POST', '/api/v1/recall/default', { steps: run + 2 })
      const hearAll = () =>
        new Promise<void>((resolve) => {
          let left = sockets.length
          for (const socket of sockets) {
            socket.once('recall_parameters_updated', () => {
              if (--left === 0) resolve()
            })
          }
        })
      const times: number[] = []
      const cpuStart = readCpuSeconds(server.pid)
      for (let run = 0; run < RUNS; run++) {
        const heard = hearAll()
        const start = performance.now()
        const answered = send(run)
        await heard
        times.push(performance.now() - start)
        await answered
      }
      const cpuEnd = readCpuSeconds(server.pid)
      const cpu = cpuStart === undefined || cpuEnd === undefined ? [] : [((cpuEnd - cpuStart) * 1000) / RUNS]
      return {
        figures: [
          { what: `event at all of ${SOCKETS} sockets`, unit: 'ms', values: times, goal: 30, reference: 669 },
          ...(cpu.length > 0 ? [{ what: 'the same, server alone', unit: 'CPU ms', values: cpu } as const] : []),
        ],
        notes: [
          'From sending the request that causes it until the last socket has it. All sockets are in the one process of the bench, which takes a part of the time.',
        ],
      }
    } finally {
      for (const socket of sockets) socket.disconnect()
      await server.stop()
    }
  })
}
