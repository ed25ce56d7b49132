import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../../errors.ts'
import { readJsonFile, readPartWeights, type Weights } from '../../formats/index.ts'
import {
  AutoencoderKl,
  type AutoencoderKlConfig,
  ClipText,
  type ClipTextConfig,
  downscaleOf,
  inferAutoencoderKlConfig,
  inferClipTextConfig,
  inferUnetConfig,
  parseAutoencoderKlConfig,
  parseClipTextConfig,
  parseUnetConfig,
  renameOldAttention,
  Unet,
  type UnetConfig,
} from '../../networks/index.ts'
import { bindWeights } from '../../onnx/index.ts'
import { MAX_STEPS, parseSchedulerConfig, SCHEDULER_IDS } from '../../schedulers/index.ts'
import { type ClipTokenizer, loadBuiltInTokenizer, loadTokenizer } from '../../text/index.ts'
import { architectureOfContext } from '../architectures.ts'
import { type DenoiserFacts, defineFamily, type ModelParts, type ModelSource } from '../define-family.ts'
import { readLatentRgb } from '../latent-rgb.ts'
import { splitCheckpoint } from './names.ts'

/** Heads of every attention, whatever its width. */
const HEADS = 8

/** Latents to colours: the usual linear fit to Stable Diffusion 1's autoencoder, halved and shifted from −1..1 to 0..1. */
const LATENT_RGB = {
  factors: [
    [0.3512 / 2, 0.2297 / 2, 0.3227 / 2],
    [0.325 / 2, 0.4974 / 2, 0.235 / 2],
    [-0.2829 / 2, 0.1762 / 2, 0.2721 / 2],
    [-0.212 / 2, -0.2616 / 2, -0.7177 / 2],
  ],
  bias: [0.5, 0.5, 0.5],
} as const

/** The noise that the family was trained with; its latents go beyond ±1, so they are never clipped. Folders may say otherwise. */
const NOISE_SCHEDULE = { beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012, clip_sample: false }

/** How single files are sampled, which carry no settings. */
const SCHEDULER_CONFIG = {
  ...NOISE_SCHEDULE,
  num_train_timesteps: 1000,
  prediction_type: 'epsilon',
  timestep_spacing: 'leading',
  steps_offset: 1,
  set_alpha_to_one: false,
}

/** Pixels of a picture a latent, in each direction. */
const LATENT_DOWNSCALE = 8

const DENOISER_KEY = 'model.diffusion_model.input_blocks.0.0.weight'
const TEXT_KEY = 'cond_stage_model.transformer.'
const CONTEXT_KEY = 'model.diffusion_model.middle_block.1.transformer_blocks.0.attn2.to_k.weight'

/** Stable Diffusion 1 (1.4, 1.5 and what was made from them), at any widths. */
export const sd1 = defineFamily({
  id: 'sd1',
  architecture: 'sd_1',
  title: 'Stable Diffusion 1',
  defaults: { width: 512, height: 512, steps: 25, guidanceScale: 7, scheduler: 'dpmpp_2m_k' },
  supports: {
    negativePrompt: true,
    clipSkip: true,
    guidanceScale: { min: 1 },
    guidanceRescale: true,
    seamless: true,
    otherAutoencoder: true,
    schedulers: SCHEDULER_IDS,
    steps: { min: 1, max: MAX_STEPS },
  },
  latentDownscale: LATENT_DOWNSCALE,
  identify,
  open: (source) => (source.kind === 'folder' ? openFolder(source.path, source.folder.parts) : openFile(source.weights)),
})

function identify(source: ModelSource): string[] | undefined {
  if (source.kind === 'network') return undefined
  if (source.kind === 'folder')
    return isOtherWidth(source) ? undefined : identifyFolder(source.folder.className, source.folder.parts)
  const keys = [...source.weights.keys()]
  const contextWidth = source.weights.get(CONTEXT_KEY)?.shape[1]
  if (!source.weights.has(DENOISER_KEY) || contextWidth === undefined) return undefined
  if (keys.some((key) => key.startsWith('conditioner.') || key.startsWith('cond_stage_model.model.'))) return undefined
  if (!keys.some((key) => key.startsWith(TEXT_KEY))) {
    return contextWidth === 768 ? [`its U-Net attends to prompts of width 768 (${CONTEXT_KEY})`] : undefined
  }
  return [
    `it has a U-Net with cross attention of width ${contextWidth} (${CONTEXT_KEY})`,
    `it has one CLIP text encoder, under ${TEXT_KEY}…`,
  ]
}

/** Other versions list the same parts in their folders; a width that is none of theirs is taken for ours. */
function isOtherWidth({ denoiser }: { readonly denoiser: DenoiserFacts }): boolean {
  return ![undefined, 'sd_1'].includes(architectureOfContext(denoiser.contextWidth))
}

/** The parts of the family's pipelines, whatever a pipeline's own class is called. */
const FOLDER_PARTS = {
  text_encoder: 'CLIPTextModel',
  unet: 'UNet2DConditionModel',
  vae: 'AutoencoderKL',
  tokenizer: undefined,
  scheduler: undefined,
}

function identifyFolder(className: string, parts: ReadonlyMap<string, string>): string[] | undefined {
  // A part that is not listed is none of another class: opening the folder will say that it is missing.
  const isOurs = Object.entries(FOLDER_PARTS).every(
    ([part, wanted]) => wanted === undefined || (parts.get(part) ?? wanted) === wanted,
  )
  const hasMore = [...parts.keys()].some((part) =>
    /^(text_encoder_\d|transformer|prior|controlnet|low_res_scheduler|image_normalizer)/.test(part),
  )
  if (!isOurs || hasMore || !(parts.has('unet') || className.startsWith('StableDiffusionPipeline'))) return undefined
  return [`its parts are a UNet2DConditionModel, an AutoencoderKL and one CLIPTextModel (model_index.json, ${className})`]
}

async function openFile(weights: Weights): Promise<ModelParts> {
  const split = splitCheckpoint(weights)
  requirePart(split.textEncoder, 'text encoder')
  requirePart(split.autoencoder, 'autoencoder (VAE)')
  const marks = {
    ...(weights.has('v_pred') && { prediction_type: 'v_prediction' }),
    ...(weights.has('ztsnr') && { rescale_betas_zero_snr: true }),
  }
  const configs = {
    denoiser: inferUnetConfig(split.denoiser, () => HEADS, 'U-Net'),
    autoencoder: inferAutoencoderKlConfig(split.autoencoder, 'autoencoder'),
    textEncoder: inferClipTextConfig(split.textEncoder, 'text encoder'),
  }
  const networks = bindNetworks(split, configs)
  expectFamilySizes(configs)
  return {
    ...networks,
    tokenizer: expectTokensFit(await loadBuiltInTokenizer(), networks.textEncoder),
    schedulerConfig: parseSchedulerConfig({ ...SCHEDULER_CONFIG, ...marks }),
    latentRgb: LATENT_RGB,
    unusedKeys: [...networks.unusedKeys, ...split.ignored],
  }
}

function requirePart(weights: Weights, name: string): void {
  if (weights.size === 0) {
    throw new EngineError(
      'model_incomplete',
      `The file has no ${name}: it holds only a part of a model. Get the full checkpoint, or a folder in the diffusers layout.`,
    )
  }
}

const anyJson = z.record(z.string(), z.unknown())

async function openFolder(path: string, listed: ReadonlyMap<string, string>): Promise<ModelParts> {
  const missing = Object.keys(FOLDER_PARTS).filter((part) => !listed.has(part))
  if (missing.length > 0) {
    throw new EngineError(
      'model_incomplete',
      `${join(path, 'model_index.json')} does not list ${missing.join(', ')}, without which no picture can be made.`,
    )
  }
  const configOf = async (part: string, file = 'config.json') => {
    const name = join(path, part, file)
    return { name, json: await readConfig(name, part) }
  }
  const textEncoder = await readPartWeights(join(path, 'text_encoder'))
  const denoiser = await readPartWeights(join(path, 'unet'))
  const autoencoder = renameOldAttention(await readPartWeights(join(path, 'vae')))
  const [unet, vae, text, scheduler] = [
    await configOf('unet'),
    await configOf('vae'),
    await configOf('text_encoder'),
    await configOf('scheduler', 'scheduler_config.json'),
  ]
  const configs = {
    denoiser: parseUnetConfig(unet.json, unet.name),
    autoencoder: parseAutoencoderKlConfig(vae.json, vae.name),
    textEncoder: parseClipTextConfig(text.json, textEncoder, text.name),
  }
  const networks = bindNetworks({ denoiser, autoencoder, textEncoder }, configs)
  expectFamilySizes(configs)
  return {
    ...networks,
    tokenizer: expectTokensFit(await loadTokenizer(join(path, 'tokenizer')), networks.textEncoder),
    schedulerConfig: parseSchedulerConfig({ ...NOISE_SCHEDULE, ...scheduler.json }),
    latentRgb: (await readLatentRgb(path, configs.autoencoder.latentChannels)) ?? LATENT_RGB,
  }
}

/** @throws `model_incomplete` for networks of sizes that no picture can be painted with */
function expectFamilySizes({ denoiser, autoencoder }: NetworkConfigs): void {
  const { latentChannels, imageChannels } = autoencoder
  const downscale = downscaleOf(autoencoder)
  if (downscale !== LATENT_DOWNSCALE || imageChannels !== 3) {
    throw new EngineError(
      'model_incomplete',
      `The autoencoder makes pictures of ${imageChannels} channels ${downscale} times the size of their latents; 3 channels and ${LATENT_DOWNSCALE} times are expected.`,
    )
  }
  if (![latentChannels, 2 * latentChannels + 1].includes(denoiser.inChannels)) {
    throw new EngineError(
      'model_incomplete',
      `The U-Net takes ${denoiser.inChannels} channels. It can paint with ${latentChannels}, or with ${2 * latentChannels + 1} for inpainting; models that take other pictures beside (depth, instructions, upscaling) are not supported.`,
    )
  }
}

/** A tokenizer whose every text the encoder can take. */
function expectTokensFit(tokenizer: ClipTokenizer, { config }: ClipText): ClipTokenizer {
  if (tokenizer.maxLength !== config.tokens) {
    throw new EngineError(
      'model_incomplete',
      `The parts do not fit: the tokenizer gives ${tokenizer.maxLength} tokens at a time, the text encoder takes ${config.tokens}.`,
    )
  }
  if (tokenizer.lastId >= config.vocabularySize) {
    throw new EngineError(
      'model_incomplete',
      `The parts do not fit: the tokenizer's ids go up to ${tokenizer.lastId}, the text encoder knows ${config.vocabularySize} tokens.`,
    )
  }
  return tokenizer
}

async function readConfig(path: string, part: string): Promise<Record<string, unknown>> {
  try {
    return await readJsonFile(path, anyJson)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'file_unreadable') {
      throw new EngineError(
        'model_incomplete',
        `The model's part ${part} has no configuration: ${error.message} Download the folder again.`,
        { cause: error },
      )
    }
    throw error
  }
}

interface NetworkWeights {
  readonly denoiser: Weights
  readonly autoencoder: Weights
  readonly textEncoder: Weights
}

interface NetworkConfigs {
  readonly denoiser: UnetConfig
  readonly autoencoder: AutoencoderKlConfig
  readonly textEncoder: ClipTextConfig
}

/** Builds the three networks and finds their weights. */
export function bindNetworks(
  weights: NetworkWeights,
  configs: NetworkConfigs,
): Pick<ModelParts, 'denoiser' | 'autoencoder' | 'textEncoder' | 'unusedKeys'> {
  const networks = {
    denoiser: new Unet(configs.denoiser),
    autoencoder: new AutoencoderKl(configs.autoencoder),
    textEncoder: new ClipText(configs.textEncoder),
  }
  const unusedKeys = [
    ...bindWeights(networks.denoiser, weights.denoiser, 'U-Net'),
    ...bindWeights(networks.autoencoder, weights.autoencoder, 'autoencoder'),
    ...bindWeights(networks.textEncoder, weights.textEncoder, 'text encoder'),
  ]
  if (configs.denoiser.contextWidth !== configs.textEncoder.width) {
    throw new EngineError(
      'model_incomplete',
      `The parts do not fit: the text encoder gives ${configs.textEncoder.width} numbers a token, the U-Net takes ${configs.denoiser.contextWidth}.`,
    )
  }
  if (configs.denoiser.outChannels !== configs.autoencoder.latentChannels) {
    throw new EngineError(
      'model_incomplete',
      `The parts do not fit: the U-Net works on ${configs.denoiser.outChannels} channels, the autoencoder on ${configs.autoencoder.latentChannels}.`,
    )
  }
  return { ...networks, unusedKeys }
}
