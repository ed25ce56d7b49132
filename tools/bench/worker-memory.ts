import { type Findings, memoryFigure } from './figures.ts'
import type { Place } from './place.ts'
import { type ProcessMemory, readMemory } from './process-stats.ts'
import { startWorker } from './starter-worker.ts'

const PROCESSES = 5
const PICTURES = 10

/** Memory of the program's worker with the starter model: when its networks are loaded, after pictures, and at its highest. */
export async function measureWorkerMemory({ build, starterModel }: Place): Promise<Findings> {
  const loaded: ProcessMemory[] = []
  const used: ProcessMemory[] = []
  for (let process = 0; process < PROCESSES; process++) {
    const worker = startWorker(build, starterModel)
    let afterFirstStep: ProcessMemory | undefined
    await worker.paint(1, (phase) => {
      if (phase === 'denoising') afterFirstStep ??= readMemory(worker.pid)
    })
    for (let picture = 2; picture <= PICTURES; picture++) await worker.paint(picture)
    const afterPictures = readMemory(worker.pid)
    await worker.stop()
    if (afterFirstStep === undefined || afterPictures === undefined)
      return { figures: [], notes: ['Memory is read from /proc, which this system lacks: not measured.'] }
    loaded.push(afterFirstStep)
    used.push(afterPictures)
  }
  return {
    figures: [
      memoryFigure('loaded, first step done: private', loaded.map(toPrivate)),
      memoryFigure('loaded, first step done: resident', loaded.map(toResident)),
      memoryFigure(`after ${PICTURES} pictures: private`, used.map(toPrivate)),
      memoryFigure(`after ${PICTURES} pictures: resident`, used.map(toResident)),
      memoryFigure(
        'peak: resident',
        used.map(({ peakResidentBytes }) => peakResidentBytes),
      ),
    ],
    notes: ['The weights of the starter model are files of 36 MB; they are mapped, and count as resident, not as private.'],
  }
}

const toPrivate = ({ privateBytes }: ProcessMemory): number => privateBytes
const toResident = ({ residentBytes }: ProcessMemory): number => residentBytes
