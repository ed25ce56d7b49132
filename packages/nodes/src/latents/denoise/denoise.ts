import {
  createDenoisedEstimate,
  type Guidance,
  keepOriginal,
  latentsToRgb,
  type Model,
  parseSchedulerId,
  denoise as runLoop,
  type SchedulerRun,
  startPartialRun,
  type Tensor,
  throwIfCanceled,
} from '@bottega/engine'
import { asList } from '@bottega/graph'
import type { EngineContext } from '../../engine-types.ts'
import { loadDenoiser } from '../../model/parts.ts'
import { refuse } from '../../refuse.ts'
import { buildMaskChannels, loadDenoiseMask, takesMask } from './inpainting.ts'
import { checkDenoiseInputs, type DenoiseInputs } from './inputs.ts'
import { predictByRegion } from './predict-by-region.ts'
import { alignContexts, loadPrompts, type Region } from './prompts.ts'
import { continueNoise, loadStart, noiseStart, originalOf } from './start.ts'

/**
 * Paints, as every node does that denoises latents of Stable Diffusion: with one prompt a side and no mask the latents are
 * exactly those of a painter with the same settings.
 *
 * @throws EngineError `request_invalid` for what cannot be painted, `canceled` within one step of the signal
 */
export async function denoise(context: EngineContext, inputs: DenoiseInputs): Promise<Tensor> {
  expectAvailable(inputs)
  const { signal, reportProgress } = context
  const start = await loadStart(context, inputs)
  reportProgress({ message: 'Loading the model', percentage: null })
  const loaded = await loadDenoiser(context, inputs.unet)
  const { schedulerConfig, latentRgb } = loaded.model.parts
  expectChannels(start.shape, loaded.model)
  const { run, endCall } = startPartialRun(parseSchedulerId(inputs.scheduler), schedulerConfig, {
    steps: inputs.steps,
    denoisingStart: inputs.denoising_start,
    denoisingEnd: inputs.denoising_end,
  })
  const latents = noiseStart(start, run)
  const { positive, negative } = await loadSides(context, inputs, loaded.model, latents)

  throwIfCanceled(signal)
  const mask = inputs.denoise_mask && (await loadDenoiseMask(context, inputs.denoise_mask, originalOf(start)))
  const extraChannels = takesMask(loaded) ? await buildMaskChannels(loaded, mask, latents) : undefined
  const predict = await predictByRegion(loaded.pipeline, positive, negative)
  // the first step may take a while, and nothing is being loaded any more
  reportProgress({ message: 'Denoising', percentage: 0 })
  const painted = await runLoop({
    run,
    endCall,
    latents,
    predict,
    guidance: guidanceOf(inputs, run),
    drawNoise: continueNoise(start.seed),
    ...(extraChannels ? { extraChannels } : mask && { inpainting: mask }),
    signal,
    estimateDenoised: createDenoisedEstimate(schedulerConfig),
    onStep({ step, steps, denoised }) {
      const preview = denoised && ({ ...latentsToRgb(denoised, latentRgb), channels: 3 } as const)
      reportProgress({ message: 'Denoising', percentage: step / steps, ...(preview && { preview }) })
    },
  })
  return extraChannels && mask ? keepOriginal(painted, mask, run, endCall) : painted
}

function expectAvailable(inputs: DenoiseInputs): void {
  const fault = checkDenoiseInputs(inputs)
  if (fault !== undefined) refuse(`This picture cannot be painted: ${fault}.`)
  const adapters = { ControlNets: inputs.control, 'IP-Adapters': inputs.ip_adapter, 'T2I-Adapters': inputs.t2i_adapter }
  for (const [name, adapter] of Object.entries(adapters)) {
    if (asList<unknown>(adapter).length > 0) refuse(`${name} are not available here: take them out of the graph.`)
  }
}

function expectChannels([, channels]: readonly number[], { name, parts }: Model): void {
  const { latentChannels } = parts.autoencoder.config
  if (channels !== latentChannels)
    refuse(`The latents have ${channels} channels, ${name} takes ${latentChannels}: choose another.`)
}

/** A list of scales holds one a step, from the first step of this run on. */
function guidanceOf(
  { cfg_scale, cfg_rescale_multiplier: rescale }: DenoiseInputs,
  run: SchedulerRun,
): (call: number) => Guidance {
  if (typeof cfg_scale === 'number') return () => ({ scale: cfg_scale, rescale })
  return (call) => ({ scale: cfg_scale[Math.floor((call - run.firstCall) / run.order)] ?? 1, rescale })
}

interface Sides {
  readonly positive: readonly Region[]
  /** Undefined when no step is guided. */
  readonly negative: readonly Region[] | undefined
}

async function loadSides(context: EngineContext, inputs: DenoiseInputs, { name, parts }: Model, latents: Tensor): Promise<Sides> {
  const [, , height = 0, width = 0] = latents.shape
  const load = (fields: DenoiseInputs['positive_conditioning']) => loadPrompts(context, asList(fields), { width, height })
  const isGuided = asList(inputs.cfg_scale).some((scale) => scale > 1)
  const prompts = [await load(inputs.positive_conditioning), ...(isGuided ? [await load(inputs.negative_conditioning)] : [])]
  const [positive = [], negative] = alignContexts(prompts)
  const { contextWidth } = parts.denoiser.config
  if (positive[0]?.context.shape[2] !== contextWidth) {
    refuse(`The prompts were encoded for another kind of model than ${name}: encode them by its own text encoder.`)
  }
  return { positive, negative }
}
