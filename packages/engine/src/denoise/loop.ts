import { EngineError } from '../errors.ts'
import type { SchedulerRun } from '../schedulers/index.ts'
import { concatenate, mapElements, type NoiseSource, type Tensor } from '../tensor/index.ts'
import { applyGuidance, type Guidance, isGuided } from './guidance.ts'

/** One evaluation of the denoiser on [N, in, H, W], or on [2N, …] with the negative prompts first. */
export type Predict = (input: Tensor, timestep: number) => Promise<Tensor>

/** What stays of a picture, for a denoiser that knows nothing of masks. */
export interface Inpainting {
  /** f32 [1, 1, H/8, W/8], 1 regenerates, 0 keeps; shares in between blend. */
  readonly mask: Tensor
  /** Whether a share says instead how long a latent is kept: until that share of the training's timesteps is left (default false). */
  readonly isGradient?: boolean
  /** Clean latents of the picture, [N, C, H/8, W/8]. */
  readonly original: Tensor
  /** The noise that the run began with, so that what is kept follows the same path. */
  readonly noise: Tensor
}

/** All that one pass through the loop is made of. */
export interface DenoiseOptions {
  readonly run: SchedulerRun
  /** Calls `run.firstCall` to `endCall` (exclusive) are made. */
  readonly endCall: number
  /** Latents at the noise level of the first call. */
  readonly latents: Tensor
  readonly predict: Predict
  /** One for all calls, or one a call. `predict` gets as many rows as the call's guidance needs. */
  readonly guidance: Guidance | ((call: number) => Guidance)
  readonly drawNoise: NoiseSource
  readonly inpainting?: Inpainting
  /** Channels that an inpainting denoiser gets beside the latents: mask and masked picture, [N, …, H/8, W/8]. */
  readonly extraChannels?: Tensor
  readonly signal?: AbortSignal
  /** The clean latents that an output implies, for previews: (output, what the denoiser saw, timestep). */
  estimateDenoised?(modelOutput: Tensor, scaled: Tensor, timestep: number): Tensor
  /** Sees every call: what the denoiser got and gave, and the latents after it. */
  onCall?(call: { readonly input: Tensor; readonly output: Tensor; readonly latents: Tensor }): void
  /** Called after each step, with the count of finished ones; `denoised` is there where `estimateDenoised` is. */
  onStep?(step: { readonly step: number; readonly steps: number; readonly denoised: Tensor | undefined }): void
}

/**
 * The denoise loop, the one there is: every family, mode and scheduler goes through it.
 *
 * Between calls it yields to the event loop, so that a cancel can arrive.
 *
 * @returns  the latents after the last call
 * @throws   `canceled` between two calls when the signal is aborted
 */
export async function denoise(options: DenoiseOptions): Promise<Tensor> {
  const { run, endCall, predict, drawNoise, inpainting, extraChannels } = options
  const calls = endCall - run.firstCall
  const steps = countSteps(run, endCall)
  let latents = options.latents
  let finished = 0
  for (let call = run.firstCall; call < endCall; call++) {
    await yieldToEvents()
    throwIfCanceled(options.signal)
    const guidance = typeof options.guidance === 'function' ? options.guidance(call) : options.guidance
    const timestep = run.timesteps[call] as number
    const scaled = run.scaleInput(latents, call)
    const seen = extraChannels === undefined ? scaled : concatenate([scaled, extraChannels], 1)
    const input = isGuided(guidance) ? concatenate([seen, seen], 0) : seen
    const output = await predict(input, timestep)
    const modelOutput = isGuided(guidance) ? applyGuidance(output, guidance) : output
    latents = run.step({ call, modelOutput, sample: latents, drawNoise })
    expectNumbers(latents, `after call ${call - run.firstCall + 1} of ${calls}`)
    if (inpainting !== undefined) latents = keepOriginal(latents, inpainting, run, call + 1)
    options.onCall?.({ input, output, latents })
    const done = Math.floor(((call - run.firstCall + 1) * steps) / calls)
    if (done > finished)
      options.onStep?.({ step: done, steps, denoised: options.estimateDenoised?.(modelOutput, scaled, timestep) })
    finished = done
  }
  throwIfCanceled(options.signal)
  return latents
}

/** The steps of a run up to `endCall`. A step may take several calls; a full run has exactly the steps that were asked for. */
export function countSteps(run: SchedulerRun, endCall: number): number {
  const calls = endCall - run.firstCall
  return Math.max(Math.min(1, calls), Math.round((run.steps * calls) / run.timesteps.length))
}

/**
 * What is no number any more would come out as a black picture.
 *
 * @throws `computation_failed` saying where it happened
 */
export function expectNumbers(tensor: Tensor, where: string): void {
  if (tensor.data.every(Number.isFinite)) return
  throw new EngineError(
    'computation_failed',
    `The picture stopped being numbers ${where}: the model's weights are damaged, or the guidance is far too strong. Lower the guidance, or download the model again.`,
  )
}

/** @throws `canceled` when the signal is aborted */
export function throwIfCanceled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new EngineError('canceled', 'The picture was canceled.')
}

const yieldToEvents = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Puts back what the mask keeps, at the noise level of the next call; clean after the last one. */
export function keepOriginal(latents: Tensor, inpainting: Inpainting, run: SchedulerRun, nextCall: number): Tensor {
  const { mask, isGradient = false, original, noise } = inpainting
  const kept = nextCall < run.timesteps.length ? run.addNoise(original, noise, nextCall) : original
  const timeLeft = (run.timesteps[nextCall] ?? 0) / run.numTrainTimesteps
  const plane = mask.data.length
  return mapElements(latents, (value, at) => {
    const share = mask.data[at % plane] as number
    const weight = isGradient ? Number(share > timeLeft) : share
    return weight * value + (1 - weight) * (kept.data[at] as number)
  })
}
