import type { ModelParts } from '../families/index.ts'
import { downscaleOf } from '../networks/index.ts'
import type { SchedulerRun } from '../schedulers/index.ts'
import { fillTensor, scale, type Tensor } from '../tensor/index.ts'
import { hideMasked, joinMaskChannels, shrinkMask } from './inpaint-mask.ts'
import type { DenoiseOptions } from './loop.ts'
import type { Pipeline } from './pipeline.ts'

/** What a run begins from. */
export interface StartOptions {
  readonly run: SchedulerRun
  readonly endCall: number
  /** Unit noise, [N, C, H/8, W/8]; drawn when it is needed, after the picture was encoded. */
  readonly drawNoise: () => Tensor
  /** The picture, [1, 3, H, W], −1..1. */
  readonly image?: Tensor
  /** [1, 1, H, W], 1 regenerates, 0 keeps. */
  readonly mask?: Tensor
  /** Draws of the autoencoder's distribution, one for each picture that is encoded; without it the distribution's mean is taken. */
  readonly drawPosterior?: () => Tensor
}

/**
 * Where a run begins, and what a mask adds to the loop: channels for a denoiser that was trained with them, else the picture that is
 * put back after each call.
 *
 * It begins with noise alone where there is no picture, and where a mask regenerates from the very first call; else with the picture
 * under the noise of the first call. When there is no call to make, with the picture as it is: its strength is 0.
 */
export async function prepareStart(
  pipeline: Pick<Pipeline, 'encodeImage'>,
  { denoiser, autoencoder }: Pick<ModelParts, 'denoiser' | 'autoencoder'>,
  { run, endCall, drawNoise, image, mask, drawPosterior }: StartOptions,
): Promise<Pick<DenoiseOptions, 'latents' | 'inpainting' | 'extraChannels'>> {
  const hasMaskChannels = denoiser.config.inChannels > autoencoder.config.latentChannels
  const isAllNew = mask !== undefined && run.firstCall === 0
  const original =
    image === undefined || (hasMaskChannels && isAllNew) ? undefined : await pipeline.encodeImage(image, drawPosterior?.())
  const noise = drawNoise()
  const latents = startLatents(run, endCall, isAllNew ? undefined : original, noise)
  // The reference draws for the masked picture whether or not the denoiser looks at it.
  const maskedDraw = mask === undefined ? undefined : drawPosterior?.()
  const downscale = downscaleOf(autoencoder.config)
  if (hasMaskChannels) {
    const [, , rows = 0, columns = 0] = noise.shape
    const [height, width] = [rows * downscale, columns * downscale]
    const pixels = mask ?? fillTensor([1, 1, height, width], 1)
    const maskedLatents = await pipeline.encodeImage(hideMasked(image ?? fillTensor([1, 3, height, width]), pixels), maskedDraw)
    return { latents, extraChannels: joinMaskChannels(shrinkMask(pixels, downscale), maskedLatents) }
  }
  if (mask === undefined || original === undefined) return { latents }
  return { latents, inpainting: { mask: shrinkMask(mask, downscale), original, noise } }
}

function startLatents(run: SchedulerRun, endCall: number, original: Tensor | undefined, noise: Tensor): Tensor {
  if (original === undefined) return scale(noise, run.initNoiseSigma)
  return run.firstCall < endCall ? run.addNoise(original, noise, run.firstCall) : original
}
