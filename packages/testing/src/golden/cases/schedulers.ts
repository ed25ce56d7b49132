import { join } from 'node:path'
import {
  BASE_SETTINGS,
  buildAlphasCumprod,
  buildBetas,
  createTensor,
  levelFromAlphaBar,
  mixVelocity,
  parseSchedulerConfig,
  type RunOptions,
  type SchedulerRun,
  startRunByClass,
  type Tensor,
} from '@bottega/engine'
import { z } from 'zod'
import { expectTensor, readTensors } from '../case-files.ts'
import { type Comparison, compareTensor, timestepTolerance } from '../comparison.ts'
import { readJson, type SchedulerFamily } from '../index-file.ts'

const runSchema = z.looseObject({
  run: z.string(),
  scheduler: z.string(),
  config: z.record(z.string(), z.unknown()),
  steps: z.number().nullish(),
  calls: z.number().optional(),
  init_noise_sigma: z.number().optional(),
  latents_max_abs: z.number().optional(),
  image_to_image: z.looseObject({ first_index: z.number() }).optional(),
  step_kwargs: z.record(z.string(), z.unknown()).default({}),
  set_timesteps_kwargs: z
    .looseObject({ timesteps: z.array(z.number()).optional(), sigmas: z.array(z.number()).optional(), mu: z.number().optional() })
    .default({}),
})
const familyFileSchema = z.looseObject({ runs: z.array(runSchema) })
type Run = z.infer<typeof runSchema>

/** Every run of a family; the family passes when all of them do. */
export async function runSchedulerFamily(folder: string, { path, files, runs: count }: SchedulerFamily): Promise<Comparison[]> {
  const named = (ending: string) =>
    join(folder, path, files.find((file) => file.endsWith(ending) && file !== 'common.safetensors') ?? '')
  const { runs } = familyFileSchema.parse(await readJson(named('.json')))
  if (runs.length !== count) throw new Error(`the index counts ${count} runs, the family's file ${runs.length}`)
  const tensors = await readTensors(named('.safetensors'))
  const common = await readTensors(join(folder, path, 'common.safetensors'))
  return runs.flatMap((run) =>
    tensors.has(`${run.run}/latents`) ? runTrajectory(run, tensors, common) : runAddNoise(run, tensors, common),
  )
}

function startRun({
  scheduler,
  config,
  steps,
  image_to_image: imageToImage,
  step_kwargs: stepOptions,
  set_timesteps_kwargs: given,
}: Run): SchedulerRun {
  const options: RunOptions = {
    ...(steps != null && { steps }),
    ...(given.timesteps && { timesteps: given.timesteps }),
    ...(given.sigmas && { sigmas: given.sigmas }),
    ...(given.mu !== undefined && { mu: given.mu }),
    ...(imageToImage && { firstCall: imageToImage.first_index }),
    ...toRunOptions(stepOptions),
  }
  return startRunByClass(scheduler, config, options)
}

/** Arguments of a step under the names that a run's options have. */
function toRunOptions(stepOptions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stepOptions).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}

function runTrajectory(run: Run, tensors: ReadonlyMap<string, Tensor>, common: ReadonlyMap<string, Tensor>): Comparison[] {
  const reference = (name: string) => tensors.get(`${run.run}/${name}`)
  const scheduler = startRun(run)
  const first = scheduler.firstCall
  const expected = expectTensor(tensors, `${run.run}/latents`)
  const tolerance = 1e-4 * Math.max(1, run.latents_max_abs ?? 0)
  const calls = scheduler.timesteps.slice(first)
  const start =
    run.image_to_image === undefined
      ? scaleTensor(expectTensor(common, 'start'), scheduler.initNoiseSigma)
      : scheduler.addNoise(expectTensor(common, 'original'), expectTensor(common, 'add_noise_noise'), first)
  const noise = reference('noise')
  const inputs: Tensor[] = []
  const latents: Tensor[] = []
  let sample = start
  for (const [at, timestep] of calls.entries()) {
    const input = scheduler.scaleInput(sample, first + at)
    const modelOutput = noiseFunction(input, timestep)
    sample = scheduler.step({ call: first + at, modelOutput, sample, drawNoise: () => noiseOf(noise, at, sample) })
    inputs.push(input)
    latents.push(sample)
  }
  const compared = [
    compareTensor('timesteps', vector(calls), reference('timesteps'), timestepTolerance(reference('timesteps'))),
    compareTensor('initial', start, reference('initial'), tolerance),
    compareTensor('scaled_inputs', stack(inputs, expected.shape), reference('scaled_inputs'), tolerance),
    compareTensor('latents', stack(latents, expected.shape), expected, tolerance),
  ]
  if (run.init_noise_sigma !== undefined) {
    const factor = run.init_noise_sigma
    compared.push(
      compareTensor('init_noise_sigma', vector([scheduler.initNoiseSigma]), vector([factor]), 1e-4 * Math.max(1, factor)),
    )
  }
  const sigmas = reference('sigmas')
  if (sigmas !== undefined) compared.push(compareTensor('sigmas', vector(fitSigmas(scheduler.sigmas, sigmas)), sigmas, tolerance))
  return compared.map((comparison) => ({ ...comparison, name: `${run.run}/${comparison.name}` }))
}

/** A list of noise levels may end in more zeros than the reference's. */
function fitSigmas(sigmas: readonly number[] | undefined, expected: Tensor): readonly number[] {
  if (sigmas === undefined) return []
  const rest = sigmas.slice(expected.data.length)
  return rest.every((sigma) => sigma === 0) ? sigmas.slice(0, expected.data.length) : sigmas
}

/** The stand-in for a network: 0.3·x + 0.1·sin(t/100 + 0.37·i). */
function noiseFunction(input: Tensor, timestep: number): Tensor {
  return createTensor(
    input.data.map((value, at) => 0.3 * value + 0.1 * Math.sin(timestep / 100 + 0.37 * at)),
    input.shape,
  )
}

function noiseOf(noise: Tensor | undefined, call: number, sample: Tensor): Tensor {
  if (noise === undefined) throw new Error(`noise was drawn at call ${call}, where the reference draws none`)
  const size = sample.data.length
  return createTensor(noise.data.slice(call * size, (call + 1) * size), sample.shape)
}

/** The training's noise schedule, and examples of noised latents and of velocities at single timesteps. */
function runAddNoise(
  { scheduler, config, run }: Run,
  tensors: ReadonlyMap<string, Tensor>,
  common: ReadonlyMap<string, Tensor>,
): Comparison[] {
  const original = expectTensor(common, 'original')
  const noise = expectTensor(common, 'add_noise_noise')
  const timesteps = [...expectTensor(tensors, 'timesteps').data]
  const settings = { ...BASE_SETTINGS, ...parseSchedulerConfig(config) }
  const alphas = buildAlphasCumprod(settings)
  const whole = startRunByClass(scheduler, config, { steps: settings.numTrainTimesteps })
  const actual = {
    betas: vector(buildBetas(settings)),
    alphas_cumprod: vector(alphas),
    noisy: timesteps.map((timestep) => whole.addNoise(original, noise, whole.timesteps.indexOf(timestep))),
    velocity: timesteps.map((timestep) => mixVelocity(original, noise, levelFromAlphaBar(alphas[timestep] ?? Number.NaN))),
  }
  return Object.entries(actual).map(([name, value]) => {
    const expected = expectTensor(tensors, name)
    return compareTensor(`${run}/${name}`, Array.isArray(value) ? stack(value, expected.shape) : value, expected, 1e-4)
  })
}

const vector = (values: readonly number[]): Tensor => createTensor(Float32Array.from(values), [values.length])

const scaleTensor = (tensor: Tensor, factor: number): Tensor =>
  createTensor(
    tensor.data.map((value) => value * factor),
    tensor.shape,
  )

/** Tensors one after the other, under a shape of as many elements where there is one. */
function stack(tensors: readonly Tensor[], shape: readonly number[]): Tensor {
  const data = Float32Array.from(tensors.flatMap(({ data: values }) => [...values]))
  const size = shape.reduce((product, length) => product * length, 1)
  return createTensor(data, data.length === size ? shape : [data.length])
}
