// npm run bench [-- PART …] [--write]: measures speed and memory, prints tables, and puts them into docs/benchmarks.md.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Argument, Command, CommanderError, Option } from 'commander'
import { findProjectRoot } from '../../apps/bottega/src/files/project-root.ts'
import type { Findings } from './figures.ts'
import { runInFreshProcess, serveTask } from './fresh-process.ts'
import { GROUPS, MEASURES, type Measure, TASKS } from './measures.ts'
import type { Place } from './place.ts'
import { describeMachine, formatSection, readLoad, type Section, writeReport } from './report.ts'
import { prepareUnetCheckpoint, warmFile } from './unet-checkpoint.ts'

interface Options {
  readonly write?: true
  readonly task?: string
}

const PARTS = [...GROUPS, ...Object.keys(MEASURES)]

const command = new Command('bench')
  .exitOverride()
  .description(
    'Measures speed and memory of this build on this machine. All of it takes about ten minutes on two cores, the server four of them, the page three more. The first run of the engine writes a file of 1.7 GB to .bench/.',
  )
  .addArgument(new Argument('[parts...]', 'measure only these: a group, or measures by name').choices(PARTS))
  .addOption(new Option('--write', 'put the figures into docs/benchmarks.md'))
  .addOption(new Option('--task <name>').hideHelp())

try {
  command.parse()
  const options = command.opts<Options>()
  if (options.task === undefined) process.exitCode = await main(command.args, options)
  else await runTask(options.task)
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(`bench: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1
}

async function main(parts: readonly string[], { write }: Options): Promise<number> {
  const isChosen = (name: string, { group }: Measure) => parts.length === 0 || parts.includes(name) || parts.includes(group)
  const chosen = Object.entries(MEASURES).filter(([name, measure]) => isChosen(name, measure))
  const place = findPlace()
  const machine = describeMachine(place.root)
  if (chosen.some(([, { needsCheckpoint }]) => needsCheckpoint)) {
    prepareUnetCheckpoint(place.checkpoint)
    warmFile(place.checkpoint)
  }
  console.log(`${machine}\n`)
  const sections: Section[] = []
  for (const [name, { title }] of chosen) {
    const before = readLoad()
    try {
      const findings = await runInFreshProcess<Findings>(name, place)
      const section: Section = { name, title, findings, loads: [before, readLoad()] }
      sections.push(section)
      console.log(`${formatSection(section)}\n`)
    } catch (error) {
      console.error(`bench: ${name} could not be measured: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  if (write) writeReport(join(place.root, 'docs/benchmarks.md'), machine, sections)
  return sections.length < chosen.length ? 1 : 0
}

function findPlace(): Place {
  const root = findProjectRoot(import.meta.url)
  return {
    root,
    build: dirname(fileURLToPath(import.meta.url)),
    starterModel: join(root, 'models/starter'),
    checkpoint: join(root, '.bench/unet.safetensors'),
  }
}

async function runTask(name: string): Promise<void> {
  const task = TASKS[name]
  if (task === undefined) throw new Error(`there is no task ${name}`)
  // the input was made by `main` of the same file
  await serveTask((input) => task(input as Place))
}
