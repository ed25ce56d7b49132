import type { Model } from '../families/index.ts'
import { createDenoisedEstimate, startPartialRun } from '../schedulers/index.ts'
import { concatenate, createNoiseSource, type RgbImage, rgbToTensor, tensorToRgb } from '../tensor/index.ts'
import { isGuided } from './guidance.ts'
import { compositeKept, maskToTensor } from './inpaint-mask.ts'
import { latentsToRgb } from './latent-preview.ts'
import { denoise, expectNumbers, type Predict, throwIfCanceled } from './loop.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import type { Conditioning } from './prompt-encoder.ts'
import type { PictureHooks, PictureRequest } from './request.ts'
import { checkRequest } from './request-check.ts'
import type { Runtime } from './runtime-port.ts'
import { prepareStart } from './start.ts'

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
  const encode = rememberLast(pipeline.encodePrompts)
  return {
    async paint(request, hooks = {}) {
      checkRequest(request, model)
      return paint(model, pipeline, encode, request, hooks)
    },
    close: () => pipeline.close(),
  }
}

async function paint(
  model: Model,
  pipeline: Pipeline,
  encode: Pipeline['encodePrompts'],
  request: PictureRequest,
  hooks: PictureHooks,
): Promise<RgbImage> {
  const { signal, onProgress, onPreview } = hooks
  const { schedulerConfig, latentRgb } = model.parts
  const { run, endCall } = startPartialRun(request.scheduler, schedulerConfig, request)
  const drawNoise = createNoiseSource(request.seed)
  const guidance = { scale: request.guidanceScale, rescale: request.guidanceRescale }

  throwIfCanceled(signal)
  onProgress?.({ phase: 'encoding', step: 0, steps: run.steps })
  const { positive, negative } = await encode(
    request.prompt,
    isGuided(guidance) ? request.negativePrompt : undefined,
    request.clipSkip,
  )
  const start = await prepareStart(pipeline, model.parts, {
    run,
    endCall,
    drawNoise: () => drawNoise(latentShape(model, request)),
    ...(request.image && { image: rgbToTensor(request.image) }),
    ...(request.mask && { mask: maskToTensor(request.mask) }),
  })

  throwIfCanceled(signal)
  onProgress?.({ phase: 'loading', step: 0, steps: run.steps })
  const conditioning = negative === undefined ? positive : concatenate([negative, positive], 0)
  const latents = await denoise({
    ...start,
    run,
    endCall,
    predict: run.firstCall < endCall ? await pipeline.predictUnder(conditioning) : unreachable,
    guidance,
    drawNoise,
    ...(signal && { signal }),
    ...(onPreview && { estimateDenoised: createDenoisedEstimate(schedulerConfig) }),
    onStep({ step, steps, denoised }) {
      onProgress?.({ phase: 'denoising', step, steps })
      if (denoised !== undefined) onPreview?.(latentsToRgb(denoised, latentRgb))
    },
  })

  onProgress?.({ phase: 'decoding', step: run.steps, steps: run.steps })
  const decoded = await pipeline.decode(latents)
  expectNumbers(decoded, 'when it was decoded')
  const picture = tensorToRgb(decoded)
  throwIfCanceled(signal)
  return request.image !== undefined && request.mask !== undefined ? compositeKept(picture, request.image, request.mask) : picture
}

/** Stands in for the denoiser where there is no call to make, so that it need not be loaded. */
const unreachable: Predict = async () => {
  throw new Error('a run without calls made one')
}

/** Remembers the last prompts, since the pictures of one run have them in common. */
function rememberLast(encode: Pipeline['encodePrompts']): Pipeline['encodePrompts'] {
  let last: { readonly key: string; readonly conditioning: Promise<Conditioning> } | undefined
  return (...prompts) => {
    const key = JSON.stringify(prompts)
    if (last?.key === key) return last.conditioning
    const conditioning = encode(...prompts)
    last = { key, conditioning }
    conditioning.catch(() => {
      if (last?.conditioning === conditioning) last = undefined
    })
    return conditioning
  }
}

function latentShape({ family, parts }: Model, { width, height }: PictureRequest): number[] {
  return [1, parts.autoencoder.config.latentChannels, height / family.latentDownscale, width / family.latentDownscale]
}
