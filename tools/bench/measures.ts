import type { Findings } from './figures.ts'
import { measurePageGallery } from './page/page-gallery.ts'
import { measurePageLoad } from './page/page-load.ts'
import type { Place } from './place.ts'
import { measureServerAccounts } from './server/server-accounts.ts'
import { measureServerEvents } from './server/server-events.ts'
import { measureServerGallery } from './server/server-gallery.ts'
import { measureServerPages } from './server/server-pages.ts'
import { measureServerQueue } from './server/server-queue.ts'
import { measureServerStart } from './server/server-start.ts'
import { measureServerTurns } from './server/server-turns.ts'
import { measureServerUploads } from './server/server-uploads.ts'
import { measureSessionReady, sampleSession } from './session-ready.ts'
import { measureStarterPicture } from './starter-picture.ts'
import { measureUnetStep } from './unet-step.ts'
import { measureWorkerMemory } from './worker-memory.ts'

/** Measures that belong together in the report. */
export type Group = 'engine' | 'server' | 'page'

/** The groups in the order of the report. */
export const GROUPS: readonly Group[] = ['engine', 'server', 'page']

/** One thing that the bench measures, in a process of its own. */
export interface Measure {
  readonly group: Group
  readonly title: string
  readonly needsCheckpoint?: true
  run(place: Place): Promise<Findings>
}

/** Everything that the bench measures, by name, in the order of the report. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  'starter-picture': {
    group: 'engine',
    title: 'A picture of the starter model, 128x128, 20 steps, guidance 2',
    run: measureStarterPicture,
  },
  'worker-memory': { group: 'engine', title: 'Memory of the worker with the starter model', run: measureWorkerMemory },
  'session-ready': {
    group: 'engine',
    title: 'From a 1.72 GB file to a session: the U-Net of Stable Diffusion 1.5',
    needsCheckpoint: true,
    run: measureSessionReady,
  },
  'unet-step': { group: 'engine', title: 'One step of that U-Net', needsCheckpoint: true, run: measureUnetStep },
  'server-start': { group: 'server', title: 'Start and idle memory of the server', run: measureServerStart },
  'server-gallery': { group: 'server', title: 'A gallery of 200,000 images, and one of 20,000', run: measureServerGallery },
  'server-uploads': { group: 'server', title: 'Uploads by four clients', run: measureServerUploads },
  'server-queue': { group: 'server', title: 'The queue', run: measureServerQueue },
  'server-accounts': {
    group: 'server',
    title: 'Accounts: what they cost, and 200,000 images of 2 and of 500 people',
    run: measureServerAccounts,
  },
  'server-pages': { group: 'server', title: '500 open pages and a busy board', run: measureServerPages },
  'server-turns': { group: 'server', title: 'The queue between 500 people', run: measureServerTurns },
  'server-events': { group: 'server', title: 'An event to 500 sockets', run: measureServerEvents },
  'page-load': { group: 'page', title: 'The first load of the page, nothing in the cache', run: measurePageLoad },
  'page-gallery': {
    group: 'page',
    title: 'The page with a board of 50,000 images, and through 200,000',
    run: measurePageGallery,
  },
}

/** What a forked process of the bench can be asked to do: the measures, and the samples that one of them takes. */
export const TASKS: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  ...Object.fromEntries(Object.entries(MEASURES).map(([name, { run }]) => [name, run])),
  'session-sample': sampleSession,
}
