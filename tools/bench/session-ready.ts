import { createRuntime } from '@bottega/engine'
import { type Findings, memoryFigure } from './figures.ts'
import { runInFreshProcess } from './fresh-process.ts'
import { type Place, THREADS } from './place.ts'
import { type ProcessMemory, readMemory } from './process-stats.ts'
import { buildUnetGraph, unetInputs } from './unet-checkpoint.ts'

const PROCESSES = 7

/** Memory is still taken in the second step; later ones find what they need. */
const STEPS = 3

/** What one process saw that loaded the U-Net and ran it. */
interface Sample {
  readonly readySeconds: number
  readonly readyCpuSeconds: number
  readonly headerMs: number
  readonly graphMs: number
  readonly memory: { readonly loaded: ProcessMemory; readonly used: ProcessMemory } | undefined
}

/** Times the way from a file of 1.72 GB to a session that can run, and its memory, each time in a new process. */
export async function measureSessionReady(place: Place): Promise<Findings> {
  const samples: Sample[] = []
  for (let process = 0; process < PROCESSES; process++) samples.push(await runInFreshProcess<Sample>('session-sample', place))
  const memory = samples.flatMap((sample) => sample.memory ?? [])
  const notes = ['Ready: header read, weights bound, graph built, native library loaded, session created, in a new process.']
  if (memory.length === 0) notes.push('Memory is read from /proc, which this system lacks: not measured.')
  return {
    figures: [
      { what: 'session ready', unit: 's', values: samples.map(({ readySeconds }) => readySeconds), goal: 1 },
      { what: 'session ready', unit: 'CPU s', values: samples.map(({ readyCpuSeconds }) => readyCpuSeconds) },
      { what: 'of that: header and binding', unit: 'ms', values: samples.map(({ headerMs }) => headerMs) },
      { what: 'of that: building the graph', unit: 'ms', values: samples.map(({ graphMs }) => graphMs) },
      ...(memory.length === 0 ? [] : memoryFigures(memory)),
    ],
    notes,
  }
}

const memoryFigures = (memory: readonly { readonly loaded: ProcessMemory; readonly used: ProcessMemory }[]) => [
  memoryFigure(
    'ready: private',
    memory.map(({ loaded }) => loaded.privateBytes),
    150,
  ),
  memoryFigure(
    'ready: resident',
    memory.map(({ loaded }) => loaded.residentBytes),
  ),
  memoryFigure(
    `after ${STEPS} steps: private`,
    memory.map(({ used }) => used.privateBytes),
  ),
  memoryFigure(
    `after ${STEPS} steps: resident`,
    memory.map(({ used }) => used.residentBytes),
  ),
  memoryFigure(
    'peak: resident',
    memory.map(({ used }) => used.peakResidentBytes),
  ),
]

/** Loads the U-Net in this process, and runs its steps. */
export async function sampleSession({ checkpoint }: Place): Promise<Sample> {
  const start = performance.now()
  const cpuStart = process.cpuUsage()
  const { model, headerMs, graphMs } = await buildUnetGraph(checkpoint)
  const network = await createRuntime({ threads: THREADS }).load(model)
  const readySeconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpuStart)
  const loaded = readMemory(process.pid)
  for (let step = 0; step < STEPS; step++) await network.run(unetInputs())
  const used = readMemory(process.pid)
  return { readySeconds, readyCpuSeconds: (user + system) / 1e6, headerMs, graphMs, memory: loaded && used && { loaded, used } }
}
