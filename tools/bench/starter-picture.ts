import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Findings } from './figures.ts'
import type { Place } from './place.ts'
import { readCpuSeconds } from './process-stats.ts'
import { startWorker } from './starter-worker.ts'

const PROCESSES = 7
const WARM_PICTURES = 4

/** Times one picture of the starter model: in a new worker, in one that has painted before, and by the whole command. */
export async function measureStarterPicture({ build, starterModel }: Place): Promise<Findings> {
  const cold = new Times()
  const warm = new Times()
  const command: number[] = []
  for (let process = 0; process < PROCESSES; process++) {
    const start = performance.now()
    const worker = startWorker(build, starterModel)
    await worker.paint(process * 100)
    cold.add(start, readCpuSeconds(worker.pid))
    for (let picture = 1; picture <= WARM_PICTURES; picture++) {
      const warmStart = performance.now()
      const cpuStart = readCpuSeconds(worker.pid)
      await worker.paint(process * 100 + picture)
      warm.add(warmStart, difference(readCpuSeconds(worker.pid), cpuStart))
    }
    await worker.stop()
    command.push(await timeCommand(build))
  }
  const notes = [
    'Cold: from forking the worker to the bytes of its first PNG. Warm: the following pictures of the same worker.',
    'The worker runs at a lower priority (niceness 10), so whatever else runs on the machine lengthens its wall time.',
  ]
  if (cold.cpu.length === 0) notes.push('CPU seconds of the worker are read from /proc, which this system lacks: not measured.')
  return {
    figures: [
      { what: 'picture, warm', unit: 's', values: warm.wall, goal: 0.6 },
      ...(warm.cpu.length > 0 ? [{ what: 'picture, warm', unit: 'CPU s', values: warm.cpu } as const] : []),
      { what: 'picture, cold', unit: 's', values: cold.wall },
      ...(cold.cpu.length > 0 ? [{ what: 'picture, cold', unit: 'CPU s', values: cold.cpu } as const] : []),
      { what: 'command `generate`, spawn to exit', unit: 's', values: command },
    ],
    notes,
  }
}

class Times {
  readonly wall: number[] = []
  readonly cpu: number[] = []

  add(start: number, cpuSeconds: number | undefined): void {
    this.wall.push((performance.now() - start) / 1000)
    if (cpuSeconds !== undefined) this.cpu.push(cpuSeconds)
  }
}

const difference = (end: number | undefined, start: number | undefined): number | undefined =>
  end === undefined || start === undefined ? undefined : end - start

async function timeCommand(build: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bottega-bench-'))
  try {
    const settings = '--width 128 --height 128 --steps 20 --guidance 2 --scheduler ddim --seed 1 --json'
    const start = performance.now()
    const command = [join(build, 'program.js'), 'generate', 'a flat fox on a teal background', '--out', folder]
    await promisify(execFile)(process.execPath, [...command, ...settings.split(' ')])
    return (performance.now() - start) / 1000
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
