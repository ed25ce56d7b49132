import { join } from 'node:path'
import {
  bindNetworks,
  bindWeights,
  ClipText,
  concatenate,
  createNetworkCache,
  createPipeline,
  createPromptEncoder,
  createTensor,
  denoise,
  loadTokenizer,
  type ModelParts,
  maskToTensor,
  type Pipeline,
  parseAutoencoderKlConfig,
  parseClipTextConfig,
  parseSchedulerConfig,
  parseUnetConfig,
  prepareStart,
  type Runtime,
  rgbToTensor,
  type SchedulerRun,
  type StartOptions,
  startRunByClass,
  type Tensor,
  tensorToRgb,
  type Weights,
} from '@bottega/engine'
import { z } from 'zod'
import { expectTensor, readModel, readTensors } from '../case-files.ts'
import { type Comparison, compareTensor, timestepTolerance } from '../comparison.ts'
import type { GoldenCase } from '../index-file.ts'

const texts = z.union([z.string(), z.array(z.string())]).transform((text) => (typeof text === 'string' ? [text] : text))
const paramsSchema = z.looseObject({
  prompt: texts,
  negative_prompt: texts.optional(),
  num_inference_steps: z.number(),
  guidance_scale: z.number(),
  guidance_rescale: z.number().default(0),
  clip_skip: z.number().nullish(),
  strength: z.number().default(1),
  eta: z.number().optional(),
  scheduler: z.string(),
  scheduler_config: z.record(z.string(), z.unknown()),
})
type Params = z.infer<typeof paramsSchema>

/** A whole pipeline: prompts or a picture in, every step watched, a picture out. */
export async function runPipelineCase(folder: string, goldenCase: GoldenCase, runtime: Runtime): Promise<Comparison[]> {
  const tensors = await readTensors(join(folder, goldenCase.path, 'io.safetensors'))
  const params = paramsSchema.parse(goldenCase.params)
  const parts = await readParts(folder, goldenCase.models, params.scheduler_config)
  const pipeline = createPipeline(parts, runtime)
  try {
    const actual = await runPipeline(pipeline, parts, params, tensors)
    return goldenCase.outputs.map((output) =>
      compareTensor(output, actual[output], tensors.get(output), toleranceOf(output, goldenCase, tensors.get(output))),
    )
  } finally {
    await pipeline.close()
  }
}

/** Prompts with weights, as the `compel` package encodes them. */
export async function runPromptWeightsCase(folder: string, goldenCase: GoldenCase, runtime: Runtime): Promise<Comparison[]> {
  const { prompts } = z.looseObject({ prompts: z.array(z.string()) }).parse(goldenCase.params)
  const tensors = await readTensors(join(folder, goldenCase.path, 'io.safetensors'))
  const { tokenizer, text } = await readTextParts(folder, goldenCase.models)
  const textEncoder = new ClipText(parseClipTextConfig(text.config, text.weights, 'text encoder'))
  bindWeights(textEncoder, text.weights, 'text encoder')
  const networks = createNetworkCache(runtime)
  const encoder = createPromptEncoder({ tokenizer, textEncoder }, networks)
  try {
    const actual = new Map<string, Tensor>()
    for (const [at, prompt] of prompts.entries())
      actual.set(`embeds.${at}`, (await encoder.encodePrompts(prompt, undefined, 0)).positive)
    return goldenCase.outputs.map((output) =>
      compareTensor(output, actual.get(output), tensors.get(output), goldenCase.tolerance.max_abs ?? 1e-3),
    )
  } finally {
    await networks.close()
  }
}

async function runPipeline(
  pipeline: Pipeline,
  parts: ModelParts,
  params: Params,
  tensors: ReadonlyMap<string, Tensor>,
): Promise<Record<string, Tensor>> {
  const draws = noiseQueue(tensors)
  const guidance = { scale: params.guidance_scale, rescale: params.guidance_rescale }
  const isGuided = guidance.scale > 1
  const negatives = params.negative_prompt ?? params.prompt.map(() => '')
  const encode = (prompts: readonly string[], clipSkip: number) =>
    pipeline.encodeTokens(
      prompts.map((prompt) => parts.tokenizer.encodePadded(prompt)),
      clipSkip,
    )
  const positive = await encode(params.prompt, params.clip_skip ?? 0)
  // The reference leaves no layers out for the negative prompt, whatever it does for the positive one.
  const negative = await encode(negatives, 0)

  const firstCall =
    params.num_inference_steps - Math.min(params.num_inference_steps, Math.trunc(params.num_inference_steps * params.strength))
  const run = startRun(params, firstCall)
  const start = await prepareStart(pipeline, parts, startOptions(tensors, run, draws))
  const seen: { input: Tensor; output: Tensor; latents: Tensor }[] = []
  const latents = await denoise({
    run,
    endCall: run.timesteps.length,
    predict: await pipeline.predictUnder(isGuided ? concatenate([negative, positive], 0) : positive),
    guidance,
    drawNoise: draws,
    onCall: (call) => seen.push(call),
    ...start,
  })
  const decoded = await pipeline.decode(latents)
  return {
    latents,
    unet_inputs: stack(seen.map(({ input }) => input)),
    unet_outputs: stack(seen.map(({ output }) => output)),
    latents_per_step: stack(seen.map((call) => call.latents)),
    decoded,
    image_u8: picturesOf(decoded),
    timesteps: createTensor(Float32Array.from(run.timesteps), [run.timesteps.length]),
    prompt_embeds: positive,
    negative_prompt_embeds: negative,
    input_ids: stack(
      params.prompt.map((prompt) =>
        createTensor(Float32Array.from(parts.tokenizer.encodePadded(prompt)), [parts.tokenizer.maxLength]),
      ),
    ),
  }
}

/** A strength counts steps, and a step may take two calls. */
function startRun(
  { scheduler, scheduler_config: config, num_inference_steps: steps, eta }: Params,
  firstStep: number,
): SchedulerRun {
  const options = { steps, ...(eta !== undefined && { eta }) }
  const { order } = startRunByClass(scheduler, config, options)
  return startRunByClass(scheduler, config, { ...options, firstCall: firstStep * order })
}

/** What a case begins from, in the order in which the reference draws. */
function startOptions(tensors: ReadonlyMap<string, Tensor>, run: SchedulerRun, draw: () => Tensor): StartOptions {
  const pixels = tensors.get('image_u8_in')
  const maskPixels = tensors.get('mask_u8_in')
  const [height = 0, width = 0] = pixels?.shape ?? []
  return {
    run,
    endCall: run.timesteps.length,
    drawNoise: () => tensors.get('latents') ?? draw(),
    drawPosterior: draw,
    ...(pixels && { image: rgbToTensor({ data: Uint8Array.from(pixels.data), width, height }) }),
    ...(maskPixels && { mask: maskToTensor({ data: Uint8Array.from(maskPixels.data), width, height }) }),
  }
}

/** The stored draws, one after the other. */
function noiseQueue(tensors: ReadonlyMap<string, Tensor>): () => Tensor {
  let next = 0
  return () => expectTensor(tensors, `noise.${next++}`)
}

async function readParts(folder: string, models: readonly string[], schedulerConfig: unknown): Promise<ModelParts> {
  const { tokenizer, text } = await readTextParts(folder, models)
  const unet = await readModel(folder, models.find((name) => name.startsWith('unet')) ?? '')
  const vae = await readModel(folder, models.find((name) => name.startsWith('vae')) ?? '')
  const networks = bindNetworks(
    { denoiser: unet.weights, autoencoder: vae.weights, textEncoder: text.weights },
    {
      denoiser: parseUnetConfig(unet.config, 'unet'),
      autoencoder: parseAutoencoderKlConfig(vae.config, 'vae'),
      textEncoder: parseClipTextConfig(text.config, text.weights, 'text encoder'),
    },
  )
  return {
    ...networks,
    tokenizer,
    schedulerConfig: parseSchedulerConfig(schedulerConfig),
    latentRgb: { factors: [], bias: [0, 0, 0] },
  }
}

async function readTextParts(
  folder: string,
  models: readonly string[],
): Promise<{ tokenizer: ModelParts['tokenizer']; text: { config: unknown; weights: Weights } }> {
  const named = (prefix: string) => models.find((name) => name.startsWith(prefix)) ?? ''
  return {
    tokenizer: await loadTokenizer(join(folder, 'models', named('tokenizer'))),
    text: await readModel(folder, named('te-')),
  }
}

/** N pictures as [N, H, W, 3] of bytes. */
function picturesOf(images: Tensor): Tensor {
  const [batch = 0, , height = 0, width = 0] = images.shape
  const pictures = Array.from({ length: batch }, (_, at) =>
    createTensor(Float32Array.from(tensorToRgb(images, at).data), [height, width, 3]),
  )
  return stack(pictures)
}

/** Tensors of one shape as one with an axis more. */
function stack(tensors: readonly Tensor[]): Tensor {
  return concatenate(
    tensors.map(({ data, shape }) => createTensor(data, [1, ...shape])),
    0,
  )
}

function toleranceOf(output: string, { tolerance }: GoldenCase, expected: Tensor | undefined): number {
  if (output === 'timesteps') return timestepTolerance(expected)
  if (output === 'input_ids') return 0
  if (output === 'decoded') return tolerance.decoded_max_abs ?? 2e-3
  if (output === 'image_u8') return tolerance.image_u8_max_abs ?? 1
  return tolerance.max_abs ?? 1e-3
}
