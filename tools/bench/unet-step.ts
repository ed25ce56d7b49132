import { createRuntime, type Network } from '@bottega/engine'
import type { Figure, Findings } from './figures.ts'
import { type Place, THREADS } from './place.ts'
import { findTorch, startTorch, type TorchProcess } from './torch-process.ts'
import { buildUnetGraph, TIMESTEP, unetInputs } from './unet-checkpoint.ts'

const ROUNDS = 8

/** Rounds with a PyTorch that takes minutes for one. */
const SLOW_ROUNDS = 2
const SLOW_SECONDS = 30

/** Outputs of the same arithmetic in another order differ by rounding alone; more than this is another network. */
const MAX_RELATIVE_ERROR = 1e-4

/** What ran one step: its seconds, and what it gave. */
interface Step {
  readonly cpu: number
  readonly wall: number
  readonly output: Float32Array
}

/** Times one U-Net step of Stable Diffusion 1.5, in turns with PyTorch on the same weights and inputs where there is one. */
export async function measureUnetStep({ root, checkpoint }: Place): Promise<Findings> {
  const { model } = await buildUnetGraph(checkpoint)
  const network = await createRuntime({ threads: THREADS }).load(model)
  const python = findTorch()
  const torch = python === undefined ? undefined : await startTorch(python, root, checkpoint, THREADS)

  // the first step of each touches its memory for the first time: it is compared, not timed
  const first = await stepEngine(network)
  if (!first.output.every(Number.isFinite)) throw new Error('the step gave numbers that are not finite')
  const conditions = `Batch 1, 64x64 latents, 77 tokens, ${THREADS} threads each; the engine keeps its 16-bit weights mapped and widens them in every step.`
  if (torch === undefined) {
    const { ours } = await takeTurns(network, undefined, ROUNDS)
    const notes = [conditions, 'No python3 with PyTorch on this machine: the comparison was not made.']
    return { figures: timeFigures('engine', ours), notes }
  }
  const firstOfTorch = await stepTorch(torch)
  const error = relativeError(first.output, firstOfTorch.output)
  const { ours, theirs } = await takeTurns(network, torch, firstOfTorch.wall > SLOW_SECONDS ? SLOW_ROUNDS : ROUNDS)
  await torch.stop()

  const name = `PyTorch ${torch.version}`
  const ratios = ours.map(({ cpu }, round) => cpu / (theirs[round] as Step).cpu)
  const notes = [
    conditions,
    `${name} (oneDNN; matrix products by ${torch.blas}) widened the weights once, before the first step. The two take turns; each ratio is of one turn.`,
    `Both gave the same output: the largest difference is ${error.toExponential(1)} of the largest value.`,
  ]
  if (torch.hasReferenceBlas)
    notes.push('The reference BLAS is many times slower than OpenBLAS (Debian: libopenblas0): no verdict on such a ratio.')
  return {
    figures: [
      ...timeFigures('engine', ours),
      ...timeFigures(name, theirs),
      {
        what: `engine / ${name}, CPU seconds`,
        unit: 'ratio',
        values: ratios,
        ...(!torch.hasReferenceBlas && { goal: Number.parseInt(torch.version, 10) < 2 ? 0.35 : 0.75 }),
      },
    ],
    notes,
  }
}

async function takeTurns(network: Network, torch: TorchProcess | undefined, rounds: number) {
  const ours: Step[] = []
  const theirs: Step[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push(await stepEngine(network))
    if (torch !== undefined) theirs.push(await stepTorch(torch))
  }
  return { ours, theirs }
}

const timeFigures = (who: string, steps: readonly Step[]): Figure[] => [
  { what: `step, ${who}`, unit: 'CPU s', values: steps.map(({ cpu }) => cpu) },
  { what: `step, ${who}`, unit: 's', values: steps.map(({ wall }) => wall) },
]

async function stepEngine(network: Network): Promise<Step> {
  const inputs = unetInputs()
  const start = performance.now()
  const cpuStart = process.cpuUsage()
  const { output } = await network.run(inputs)
  const { user, system } = process.cpuUsage(cpuStart)
  if (output === undefined) throw new Error('the U-Net gave no output')
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000, output: output.data }
}

function stepTorch(torch: TorchProcess): Promise<Step> {
  const { sample, context } = unetInputs()
  return torch.step({ sample, context, timestep: TIMESTEP })
}

/** @throws Error when the outputs are not of the same network */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let largest = 0
  let furthest = 0
  for (const [at, value] of expected.entries()) {
    largest = Math.max(largest, Math.abs(value))
    furthest = Math.max(furthest, Math.abs(value - (actual[at] as number)))
  }
  const error = furthest / largest
  if (!(error <= MAX_RELATIVE_ERROR)) throw new Error(`the engine and PyTorch differ by ${error} of the largest value`)
  return error
}
