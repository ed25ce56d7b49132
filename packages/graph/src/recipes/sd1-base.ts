import type { ModelIdentifierField } from '../fields/index.ts'
import type { JsonObject } from '../json.ts'
import type { Recipe, Size, TextToImageForm } from './form.ts'
import { type BuiltNode, GraphBuilder, type NodeFields } from './graph-builder.ts'

/** A graph for Stable Diffusion 1 or 2 under construction: what all ways of making a picture share. */
export interface Sd1Base {
  readonly builder: GraphBuilder
  readonly seed: BuiltNode
  readonly positivePrompt: BuiltNode
  readonly negativePrompt: BuiltNode
  readonly modelLoader: BuiltNode
  readonly vaeSource: BuiltNode
  readonly denoise: BuiltNode
  /** The node that turns latents into the picture. */
  readonly decode: BuiltNode
}

/** What one way of making a picture says of itself in the metadata. */
export interface Sd1Mode {
  readonly name: 'txt2img' | 'img2img' | 'inpaint'
  readonly metadata: NodeFields
}

const precision = { fp32: true }

/** The fields of a model that graphs and metadata carry. */
const identify = ({ key, hash, name, base, type }: ModelIdentifierField): JsonObject => ({ key, hash, name, base, type })

/** The size of a form's result. */
export const sizeOf = ({ width, height }: Size): NodeFields => ({ width, height })

/** The size that a form's picture is painted at. */
export const paintedSizeOf = (form: TextToImageForm): NodeFields => sizeOf(form.paintedSize ?? form)

/** Whether a form's picture is painted at another size than that of its result. */
export function isResized({ width, height, paintedSize }: TextToImageForm): boolean {
  return paintedSize !== undefined && (paintedSize.width !== width || paintedSize.height !== height)
}

// through a collector although there is one: regions add theirs
function addPrompt(builder: GraphBuilder, clip: BuiltNode, denoise: BuiltNode, sign: 'positive' | 'negative', text: string) {
  const short = sign === 'positive' ? 'pos' : 'neg'
  const prompt = builder.add(`${sign}_prompt`, 'string', { value: text })
  const encode = builder.add(`${short}_cond`, 'compel')
  const collect = builder.add(`${short}_cond_collect`, 'collect')
  builder.connect(clip, 'clip', encode)
  builder.connect(prompt, 'value', encode, 'prompt')
  builder.connect(encode, 'conditioning', collect, 'item')
  builder.connect(collect, 'collection', denoise, `${sign}_conditioning`)
  return prompt
}

function chooseVae({ vae, model }: TextToImageForm): ModelIdentifierField | undefined {
  return vae?.base === model.base ? vae : undefined
}

function addVaeSource(builder: GraphBuilder, form: TextToImageForm, modelLoader: BuiltNode, denoise: BuiltNode): BuiltNode {
  const { seamlessX = false, seamlessY = false } = form
  const vae = chooseVae(form)
  const loader = vae ? builder.add('vae', 'vae_loader', { vae_model: identify(vae) }) : modelLoader
  if (!seamlessX && !seamlessY) {
    builder.connect(modelLoader, 'unet', denoise)
    return loader
  }
  const seamless = builder.add('seamless', 'seamless', { seamless_x: seamlessX, seamless_y: seamlessY })
  builder.connect(modelLoader, 'unet', seamless)
  builder.connect(loader, 'vae', seamless)
  builder.connect(seamless, 'unet', denoise)
  return seamless
}

/**
 * Lays out the shared part.
 *
 * @param denoisingStart  share of the schedule that is left out at its beginning, 0..1
 */
export function startSd1Graph(form: TextToImageForm, denoisingStart: number, newSuffix: () => string): Sd1Base {
  const builder = new GraphBuilder(newSuffix)
  const seed = builder.add('seed', 'integer', { value: form.seed })
  const modelLoader = builder.add('sd1_model_loader', 'main_model_loader', { model: identify(form.model) })
  const clipSkip = builder.add('clip_skip', 'clip_skip', { skipped_layers: form.clipSkip ?? 0 })
  const noise = builder.add('noise', 'noise', { ...paintedSizeOf(form), use_cpu: true })
  const denoise = builder.add('denoise_latents', 'denoise_latents', {
    cfg_scale: form.guidanceScale,
    cfg_rescale_multiplier: form.guidanceRescale ?? 0,
    scheduler: form.scheduler,
    steps: form.steps,
    denoising_start: denoisingStart,
    denoising_end: 1,
  })
  const decode = builder.add('l2i', 'l2i', precision)
  builder.connect(modelLoader, 'clip', clipSkip)
  const positivePrompt = addPrompt(builder, clipSkip, denoise, 'positive', form.positivePrompt)
  const negativePrompt = addPrompt(builder, clipSkip, denoise, 'negative', form.negativePrompt)
  builder.connect(seed, 'value', noise, 'seed')
  builder.connect(noise, 'noise', denoise)
  const vaeSource = addVaeSource(builder, form, modelLoader, denoise)
  builder.connect(denoise, 'latents', decode)
  builder.connect(vaeSource, 'vae', decode)
  return { builder, seed, positivePrompt, negativePrompt, modelLoader, vaeSource, denoise, decode }
}

/** Adds what turns the image to start from into latents. The image is a field of the node, or connected by the caller. */
export function addEncoder({ builder, vaeSource, denoise }: Sd1Base, fields: NodeFields): BuiltNode {
  const encode = builder.add('i2l', 'i2l', { ...precision, ...fields })
  builder.connect(vaeSource, 'vae', encode)
  builder.connect(encode, 'latents', denoise)
  return encode
}

/** Ends the graph: metadata, and the node that gives the picture as its output. */
export function finishSd1Graph(form: TextToImageForm, base: Sd1Base, mode: Sd1Mode, output: BuiltNode): Recipe {
  const { builder, seed, positivePrompt, negativePrompt } = base
  const vae = chooseVae(form)
  const metadata = builder.add('core_metadata', 'core_metadata', {
    generation_mode: mode.name,
    ...sizeOf(form),
    cfg_scale: form.guidanceScale,
    cfg_rescale_multiplier: form.guidanceRescale ?? 0,
    steps: form.steps,
    scheduler: form.scheduler,
    clip_skip: form.clipSkip ?? 0,
    seamless_x: form.seamlessX ?? false,
    seamless_y: form.seamlessY ?? false,
    model: identify(form.model),
    ...(vae && { vae: identify(vae) }),
    rand_device: 'cpu',
    ...mode.metadata,
    ...form.metadata,
  })
  builder.connect(seed, 'value', metadata, 'seed')
  builder.connect(positivePrompt, 'value', metadata, 'positive_prompt')
  builder.connect(negativePrompt, 'value', metadata, 'negative_prompt')
  builder.connect(metadata, 'metadata', output)
  builder.change(output, 'canvas_output', {
    is_intermediate: form.isIntermediate ?? false,
    use_cache: false,
    ...(form.board !== undefined && { board: { board_id: form.board } }),
  })
  const ids = { seed: seed.id, positivePrompt: positivePrompt.id, negativePrompt: negativePrompt.id, output: output.id }
  return { graph: builder.build('sd1_graph'), ...ids }
}
