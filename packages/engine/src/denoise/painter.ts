import type { Model } from '../families/index.ts'
import { createDenoisedEstimate, findCallRange, type SchedulerRun, startSchedulerRun } from '../schedulers/index.ts'
import {
  concatenate,
  createNoiseSource,
  fillTensor,
  type RgbImage,
  rgbToTensor,
  scale,
  type Tensor,
  tensorToRgb,
} from '../tensor/index.ts'
import { isGuided } from './guidance.ts'
import { compositeKept, hideMasked, joinMaskChannels, maskToTensor, shrinkMask } from './inpaint-mask.ts'
import { latentsToRgb } from './latent-preview.ts'
import { type DenoiseOptions, denoise, throwIfCanceled } from './loop.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import type { PictureHooks, PictureRequest } from './request.ts'
import { checkRequest } from './request-check.ts'
import type { Runtime } from './runtime-port.ts'

/** Paints pictures with one model, whose networks stay loaded between them. One picture at a time. */
export interface Painter {
  /**
   * @throws `request_invalid` naming the value; `canceled` within one step of the signal
   */
  paint(request: PictureRequest, hooks?: PictureHooks): Promise<RgbImage>
  /** Gives the networks' memory back. */
  close(): Promise<void>
}

/** Puts a model to work on a device. */
export function createPainter(model: Model, runtime: Runtime): Painter {
  const pipeline = createPipeline(model.parts, runtime)
  return {
    async paint(request, hooks = {}) {
      checkRequest(request, model)
      return paint(model, pipeline, request, hooks)
    },
    close: () => pipeline.close(),
  }
}

async function paint(model: Model, pipeline: Pipeline, request: PictureRequest, hooks: PictureHooks): Promise<RgbImage> {
  const { signal, onProgress, onPreview } = hooks
  const { schedulerConfig, latentRgb } = model.parts
  const { run, endCall } = startRun(request, schedulerConfig)
  const drawNoise = createNoiseSource(request.seed)
  const guidance = { scale: request.guidanceScale, rescale: request.guidanceRescale }

  throwIfCanceled(signal)
  onProgress?.({ phase: 'encoding', step: 0, steps: run.steps })
  const { positive, negative } = await pipeline.encodePrompts(
    request.prompt,
    isGuided(guidance) ? request.negativePrompt : '',
    request.clipSkip,
  )
  const original = request.image === undefined ? undefined : await pipeline.encodeImage(rgbToTensor(request.image))
  const noise = drawNoise(latentShape(model, request))

  throwIfCanceled(signal)
  onProgress?.({ phase: 'loading', step: 0, steps: run.steps })
  const predict = await pipeline.predictUnder(isGuided(guidance) ? concatenate([negative, positive], 0) : positive)
  const latents = await denoise({
    run,
    endCall,
    latents: startLatents(request, run, endCall, original, noise),
    predict,
    guidance,
    drawNoise,
    ...(await inpaint(model, pipeline, request, original, noise)),
    ...(signal && { signal }),
    estimateDenoised: createDenoisedEstimate(schedulerConfig),
    onStep({ step, steps, denoised }) {
      onProgress?.({ phase: 'denoising', step, steps })
      if (denoised !== undefined) onPreview?.(latentsToRgb(denoised, latentRgb))
    },
  })

  onProgress?.({ phase: 'decoding', step: run.steps, steps: run.steps })
  const picture = tensorToRgb(await pipeline.decode(latents))
  throwIfCanceled(signal)
  return request.image !== undefined && request.mask !== undefined ? compositeKept(picture, request.image, request.mask) : picture
}

/** The calls between the two fractions of the schedule. Which those are only a whole run can tell, so one is begun to ask it. */
function startRun(request: PictureRequest, config: Model['parts']['schedulerConfig']): { run: SchedulerRun; endCall: number } {
  const whole = startSchedulerRun(request.scheduler, config, { steps: request.steps })
  const { firstCall, endCall } = findCallRange(whole, request.denoisingStart, request.denoisingEnd)
  return { run: startSchedulerRun(request.scheduler, config, { steps: request.steps, firstCall }), endCall }
}

function latentShape({ family, parts }: Model, { width, height }: PictureRequest): number[] {
  return [1, parts.autoencoder.config.latentChannels, height / family.latentDownscale, width / family.latentDownscale]
}

/**
 * Where the run begins: noise alone without a picture, and where a mask regenerates everything; else the picture under the noise of the
 * first call. When there is no call to make, the picture as it is: its strength is 0.
 */
function startLatents(
  { mask }: PictureRequest,
  run: SchedulerRun,
  endCall: number,
  original: Tensor | undefined,
  noise: Tensor,
): Tensor {
  if (original === undefined || (mask !== undefined && run.firstCall === 0)) return scale(noise, run.initNoiseSigma)
  return run.firstCall < endCall ? run.addNoise(original, noise, run.firstCall) : original
}

/** What a mask adds to the loop: channels for a denoiser that was trained with them, else the picture that is put back after each call. */
async function inpaint(
  { family, parts }: Model,
  pipeline: Pipeline,
  { image, mask, width, height }: PictureRequest,
  original: Tensor | undefined,
  noise: Tensor,
): Promise<Pick<DenoiseOptions, 'inpainting' | 'extraChannels'>> {
  const { inChannels } = parts.denoiser.config
  const hasMaskChannels = inChannels === 2 * parts.autoencoder.config.latentChannels + 1
  if (hasMaskChannels) {
    const pixels = mask === undefined ? fillTensor([1, 1, height, width], 1) : maskToTensor(mask)
    const picture = image === undefined ? fillTensor([1, 3, height, width]) : rgbToTensor(image)
    const maskedLatents = await pipeline.encodeImage(hideMasked(picture, pixels))
    return { extraChannels: joinMaskChannels(shrinkMask(pixels, family.latentDownscale), maskedLatents) }
  }
  if (mask === undefined || original === undefined) return {}
  return { inpainting: { mask: shrinkMask(maskToTensor(mask), family.latentDownscale), original, noise } }
}
