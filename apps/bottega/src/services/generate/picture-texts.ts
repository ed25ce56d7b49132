import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { PngText } from '../../pictures/png-text.ts'
import type { GenerateRequest, GivenPicture, PictureSettings } from '../../worker/port.ts'

/** What the texts in a picture tell about the model that made it. */
export interface ModelLabel {
  readonly name: string
  readonly family: string
  readonly path: string
}

/** Everything that a picture's texts are made of. */
export type PictureOrigin = Pick<GenerateRequest, 'settings' | 'image' | 'mask'> & {
  readonly model: ModelLabel
  readonly programVersion: string
}

/**
 * The texts that go into a picture: `bottega_settings`, JSON with all that is needed to make it again under the usual names of image
 * metadata, and `parameters`, the same for people and for other programs. Of files only names and checksums are told, not where they lie.
 */
export function describeOrigin(origin: PictureOrigin): readonly PngText[] {
  return [
    { keyword: 'bottega_settings', text: JSON.stringify(listSettings(origin)) },
    { keyword: 'parameters', text: writeParameters(origin) },
  ]
}

function listSettings({ settings, image, mask, model, programVersion }: PictureOrigin) {
  return {
    generation_mode: mask ? 'inpaint' : image ? 'img2img' : 'txt2img',
    positive_prompt: settings.prompt,
    negative_prompt: settings.negativePrompt,
    width: settings.width,
    height: settings.height,
    seed: settings.seed,
    steps: settings.steps,
    cfg_scale: settings.guidanceScale,
    cfg_rescale_multiplier: settings.guidanceRescale,
    scheduler: settings.scheduler,
    clip_skip: settings.clipSkip,
    model: { name: model.name, family: model.family, file: basename(model.path) },
    ...(image && { init_image: identify(image), strength: strengthOf(settings) }),
    ...(mask && { mask: identify(mask) }),
    app_version: programVersion,
  }
}

function identify({ name, bytes }: GivenPicture) {
  return { file: basename(name), sha256: createHash('sha256').update(bytes).digest('hex') }
}

function writeParameters({ settings, image, model, programVersion }: PictureOrigin): string {
  const facts = [
    `Steps: ${settings.steps}`,
    `Sampler: ${settings.scheduler}`,
    `CFG scale: ${settings.guidanceScale}`,
    `Seed: ${settings.seed}`,
    `Size: ${settings.width}x${settings.height}`,
    `Model: ${model.name}`,
    ...(settings.clipSkip > 0 ? [`Clip skip: ${settings.clipSkip + 1}`] : []),
    ...(image ? [`Denoising strength: ${strengthOf(settings)}`] : []),
    `Version: bottega ${programVersion}`,
  ]
  const negative = settings.negativePrompt === '' ? [] : [`Negative prompt: ${settings.negativePrompt}`]
  return [settings.prompt, ...negative, facts.join(', ')].join('\n')
}

/** Rounded, because 1 − 0.3 is not 0.7 in binary. */
function strengthOf(settings: PictureSettings): number {
  return Number((1 - settings.denoisingStart).toFixed(6))
}
