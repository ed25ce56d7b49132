/** A model as metadata name it: any part of it may be missing. */
export interface NamedModel {
  readonly key: string | undefined
  readonly hash: string | undefined
  readonly name: string | undefined
}

/** How a picture was made, as far as its metadata say. */
export interface MadeWith {
  readonly positivePrompt?: string
  readonly negativePrompt?: string
  readonly model?: NamedModel
  readonly vae?: NamedModel
  readonly width?: number
  readonly height?: number
  readonly steps?: number
  readonly guidanceScale?: number
  readonly guidanceRescale?: number
  readonly scheduler?: string
  readonly clipSkip?: number
  readonly seamlessX?: boolean
  readonly seamlessY?: boolean
  readonly seed?: number
  /** the image that it began with, where that and the text were all */
  readonly startImage?: string
  readonly strength?: number
}

type Stored = Readonly<Record<string, unknown>>

/** Reads the metadata of an image, which are anybody's: what does not fit counts as not said. */
export function readMetadata(metadata: unknown): MadeWith {
  if (!isObject(metadata)) return {}
  // a mask is not kept, and without it another picture comes out
  const isWhole = metadata.generation_mode !== 'inpaint' && metadata.generation_mode !== 'outpaint'
  const found = {
    positivePrompt: readText(metadata.positive_prompt),
    negativePrompt: readText(metadata.negative_prompt),
    model: readModel(metadata.model),
    vae: readModel(metadata.vae),
    width: readNumber(metadata.width),
    height: readNumber(metadata.height),
    steps: readNumber(metadata.steps),
    guidanceScale: readNumber(metadata.cfg_scale),
    guidanceRescale: readNumber(metadata.cfg_rescale_multiplier),
    scheduler: readText(metadata.scheduler),
    clipSkip: readNumber(metadata.clip_skip),
    seamlessX: readFlag(metadata.seamless_x),
    seamlessY: readFlag(metadata.seamless_y),
    seed: readNumber(metadata.seed),
    startImage: isWhole ? readText(metadata.init_image) : undefined,
    strength: isWhole ? readNumber(metadata.strength) : undefined,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

function readModel(value: unknown): NamedModel | undefined {
  if (!isObject(value)) return undefined
  // programs of before wrote `model_name`
  const model = { key: readText(value.key), hash: readText(value.hash), name: readText(value.name ?? value.model_name) }
  return Object.values(model).some((part) => part !== undefined) ? model : undefined
}

const readText = (value: unknown) => (typeof value === 'string' ? value : undefined)
const readNumber = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
const readFlag = (value: unknown) => (typeof value === 'boolean' ? value : undefined)
const isObject = (value: unknown): value is Stored => typeof value === 'object' && value !== null && !Array.isArray(value)
