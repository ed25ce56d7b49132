// npm run golden -- FOLDER [--only NAME] [--require GROUP[/NAME],…] [--json FILE]: one line a case, then the totals.
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createRuntime } from '@bottega/engine'
import { type GoldenResult, type GoldenTask, isNamed, listTasks, parsePatterns, readGoldenSet } from '@bottega/testing'
import { Command, CommanderError } from 'commander'
import { judgeRequired } from './required.ts'

interface Options {
  readonly only: readonly string[]
  readonly require: readonly string[]
  readonly json?: string
}

const command = new Command('golden')
  .exitOverride()
  .description('Compares the engine with a folder of reference tensors, case by case.')
  .argument('<folder>', 'folder with an index.json')
  .option(
    '--only <names>',
    'run only these cases: GROUP, NAME or GROUP/NAME, separated by commas; * stands for any letters',
    parsePatterns,
    [],
  )
  .option('--require <names>', 'fail when one of these is unsupported or does not exist', parsePatterns, [])
  .option('--json <file>', 'write every result to this file as well')

try {
  command.parse()
  process.exitCode = await main(command.args[0] ?? '', command.opts<Options>())
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(`golden: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1
}

async function main(folder: string, { only, require: required, json }: Options): Promise<number> {
  const caller = process.env.INIT_CWD ?? process.cwd()
  const all = listTasks(await readGoldenSet(resolve(caller, folder)))
  // before the run, so that nobody waits for results that cannot be written
  const report = json === undefined ? undefined : await openReport(resolve(caller, json))
  const results = await runAll(all.filter(({ id }) => only.length === 0 || only.some((name) => isNamed(id, name))))
  const count = (status: GoldenResult['status']) => results.filter((result) => result.status === status).length
  const { faults, notes } = judgeRequired(
    required,
    all.map(({ id }) => id),
    results,
  )
  for (const fault of faults) console.log(fault)
  for (const note of notes) console.error(`golden: ${note}`)
  console.log(`golden: ${count('pass')} passed, ${count('fail')} failed, ${count('unsupported')} unsupported`)
  await report?.writeFile(`${JSON.stringify(results, null, 2)}\n`)
  await report?.close()
  return count('fail') === 0 && count('pass') > 0 && faults.length === 0 ? 0 : 1
}

async function openReport(path: string) {
  try {
    return await open(path, 'w')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The results cannot be written to ${path} (${reason}). Choose another file.`, { cause })
  }
}

async function runAll(tasks: readonly GoldenTask[]): Promise<GoldenResult[]> {
  const runtime = createRuntime()
  const results: GoldenResult[] = []
  for (const task of tasks) {
    const result = await task.run(runtime)
    console.log(describe(result))
    results.push(result)
  }
  return results
}

function describe({ id, status, reason, worst }: GoldenResult): string {
  if (status === 'unsupported') return `unsupported  ${id}  ${reason ?? ''}`
  const furthest =
    worst === undefined ? '' : `${worst.name}: error ${worst.error.toPrecision(3)}, tolerance ${worst.tolerance.toPrecision(3)}`
  if (status === 'pass') return `pass         ${id}  ${furthest}`
  return `FAIL         ${id}  ${reason ?? [furthest, worst?.fault].filter(Boolean).join('; ')}`
}
