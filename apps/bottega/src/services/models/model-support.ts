import { type ModelDefaults, type ModelRecord, type ModelSupport, SchedulerName } from '@bottega/contracts'
import { FAMILIES } from '@bottega/engine'
import { findRecipes } from '@bottega/graph'
import { MAX_SIDE, MIN_SIDE } from '../generate/sizes.ts'
import { BASES } from './model-classification.ts'

/** What forms need to know of a model. */
export interface DescribedSupport {
  readonly supports: ModelSupport
  readonly defaults: ModelDefaults
}

/**
 * What a person may ask of a model, and what a form begins with: what its family can do, as far as there are graphs for it.
 * Undefined for what cannot paint here.
 */
export function describeSupport(record: ModelRecord): DescribedSupport | undefined {
  if (record.type !== 'main') return undefined
  const family = FAMILIES.find(({ architecture }) => BASES[architecture] === record.base)
  const { textToImage, imageToImage, inpaint } = findRecipes(record.base)
  if (family === undefined || textToImage === undefined) return undefined
  const { supports: can, defaults: usual } = family
  const { default_settings: set, text_encoder_layers: layers } = record
  const native = { width: set?.width ?? usual.width, height: set?.height ?? usual.height }
  const supports: ModelSupport = {
    text_to_image: true,
    image_to_image: imageToImage !== undefined,
    inpaint: inpaint !== undefined,
    negative_prompt: can.negativePrompt,
    // one layer has to stay; records of before do not know how many there are
    clip_skip: can.clipSkip && layers !== undefined && layers > 1 ? { max: layers - 1 } : null,
    guidance: can.guidanceScale,
    guidance_rescale: can.guidanceRescale,
    seamless: can.seamless,
    vae: can.otherAutoencoder,
    // what runs here and has a name on the wire
    schedulers: SchedulerName.options.filter((name) => can.schedulers.some((id) => id === name)),
    steps: can.steps,
    size: { min: MIN_SIDE, max: MAX_SIDE, multiple_of: family.latentDownscale, native },
  }
  const { steps = null, cfg_scale = null, scheduler = null } = set ?? {}
  const isKnown = supports.schedulers.some((name) => name === scheduler)
  const defaults: ModelDefaults = {
    ...native,
    steps: steps ?? usual.steps,
    cfg_scale: cfg_scale ?? usual.guidanceScale,
    scheduler: scheduler !== null && isKnown ? scheduler : usual.scheduler,
  }
  return { supports, defaults }
}
