import { setTimeout as wait } from 'node:timers/promises'
import type { Figure, Findings } from '../figures.ts'
import type { Place } from '../place.ts'
import { readCpuSeconds, readMemory } from '../process-stats.ts'
import { withRoot } from './seeded-root.ts'
import { startServerProcess } from './server-process.ts'

const RUNS = 9
const IMAGES = 20_000
/** Until what a start leaves to be collected has been. */
const IDLE_MS = 5000
const MIB = 2 ** 20

/** Times the way from the start of the process to its first answer on a root that was opened before, and its memory when idle. */
export function measureServerStart({ build }: Place): Promise<Findings> {
  return withRoot(build, IMAGES, async (root) => {
    const seconds: number[] = []
    const cpu: number[] = []
    const resident: number[] = []
    const own: number[] = []
    for (let run = -1; run < RUNS; run++) {
      const start = performance.now()
      const server = await startServerProcess(build, root)
      await server.ask('GET', '/api/v1/images/?limit=1')
      const taken = (performance.now() - start) / 1000
      const cpuSeconds = readCpuSeconds(server.pid)
      // the first start registers the starter model
      if (run >= 0) {
        seconds.push(taken)
        if (cpuSeconds !== undefined) cpu.push(cpuSeconds)
        await wait(IDLE_MS)
        const memory = readMemory(server.pid)
        if (memory) {
          resident.push(memory.residentBytes / MIB)
          own.push(memory.privateBytes / MIB)
        }
      }
      await server.stop()
    }
    const figures: Figure[] = [
      { what: 'process to first answer', unit: 's', values: seconds, goal: 1, reference: 11.5 },
      { what: 'process to first answer', unit: 'CPU s', values: cpu },
      { what: 'idle: resident', unit: 'MiB', values: resident, goal: 150, reference: 633 },
      { what: 'idle: private', unit: 'MiB', values: own },
    ]
    return {
      figures: figures.filter(({ values }) => values.length > 0),
      notes: [
        `A root with ${IMAGES} images that was opened before, the program built; the first answer is a list of images.`,
        `Idle: ${IDLE_MS / 1000} seconds after that. The server process alone: it has no worker before the first item.`,
      ],
    }
  })
}
