import type { Findings } from './figures.ts'
import type { Place } from './place.ts'
import { measureSessionReady, sampleSession } from './session-ready.ts'
import { measureStarterPicture } from './starter-picture.ts'
import { measureUnetStep } from './unet-step.ts'
import { measureWorkerMemory } from './worker-memory.ts'

/** One thing that the bench measures, in a process of its own. */
export interface Measure {
  readonly title: string
  readonly needsCheckpoint: boolean
  run(place: Place): Promise<Findings>
}

/** Everything that the bench measures, by name, in the order of the report. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  'starter-picture': {
    title: 'A picture of the starter model, 128x128, 20 steps, guidance 2',
    needsCheckpoint: false,
    run: measureStarterPicture,
  },
  'worker-memory': { title: 'Memory of the worker with the starter model', needsCheckpoint: false, run: measureWorkerMemory },
  'session-ready': {
    title: 'From a 1.72 GB file to a session: the U-Net of Stable Diffusion 1.5',
    needsCheckpoint: true,
    run: measureSessionReady,
  },
  'unet-step': { title: 'One step of that U-Net', needsCheckpoint: true, run: measureUnetStep },
}

/** What a forked process of the bench can be asked to do: the measures, and the samples that one of them takes. */
export const TASKS: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  ...Object.fromEntries(Object.entries(MEASURES).map(([name, { run }]) => [name, run])),
  'session-sample': sampleSession,
}
