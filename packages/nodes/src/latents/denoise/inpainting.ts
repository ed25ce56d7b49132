import { fillTensor, type Inpainting, joinMaskChannels, mapElements, type Tensor } from '@bottega/engine'
import type { DenoiseMaskField } from '@bottega/graph'
import type { EngineContext, LoadedCheckpoint } from '../../engine-types.ts'
import { refuse } from '../../refuse.ts'
import { interpolate } from '../interpolate.ts'
import { LATENT_SCALE } from '../latent-size.ts'

/** A mask of the wire, for latents of a certain size. */
export interface LoadedMask extends Inpainting {
  /** f32 [1, 1, h, w] as the wire has it: 0 is painted anew, 1 is kept. */
  readonly kept: Tensor
  /** Latents of the picture without what is painted anew, when they came with the mask. */
  readonly maskedLatents: Tensor | undefined
}

/** Loads a mask and brings it to the size of the latents, along straight lines. */
export async function loadDenoiseMask(
  { tensors }: Pick<EngineContext, 'tensors'>,
  { mask_name, masked_latents_name, gradient }: DenoiseMaskField,
  { original, noise }: Pick<Inpainting, 'original' | 'noise'>,
): Promise<LoadedMask> {
  const [, , height = 0, width = 0] = original.shape
  const stored = await tensors.load(mask_name)
  if (stored.shape.length !== 4 || stored.shape[0] !== 1 || stored.shape[1] !== 1) {
    refuse('What came as the mask of the denoiser is none: connect the output of a node that makes one.')
  }
  const kept = interpolate(stored, { width, height, mode: 'bilinear' })
  const maskedLatents = masked_latents_name === undefined ? undefined : await tensors.load(masked_latents_name)
  return { kept, mask: mapElements(kept, (value) => 1 - value), isGradient: gradient, original, noise, maskedLatents }
}

/** Whether a denoiser was trained to paint into masked pictures: it takes the mask and the masked picture beside the latents. */
export function takesMask({ model }: LoadedCheckpoint): boolean {
  const { denoiser, autoencoder } = model.parts
  return denoiser.config.inChannels === 2 * autoencoder.config.latentChannels + 1
}

/**
 * What such a denoiser gets beside its latents, [1, 1 + C, h, w]: without a mask all is painted anew, over a grey picture.
 *
 * @param latents  [1, C, h, w], for their size
 */
export async function buildMaskChannels(
  { pipeline }: LoadedCheckpoint,
  mask: LoadedMask | null,
  latents: Tensor,
): Promise<Tensor> {
  const [, , height = 0, width = 0] = latents.shape
  if (mask === null) {
    const grey = await pipeline.encodeImage(fillTensor([1, 3, height * LATENT_SCALE, width * LATENT_SCALE]))
    return joinMaskChannels(fillTensor([1, 1, height, width], 1), grey)
  }
  const plane = height * width
  const masked =
    mask.maskedLatents ?? mapElements(mask.original, (value, at) => ((mask.kept.data[at % plane] as number) < 0.5 ? 0 : value))
  return joinMaskChannels(mask.mask, masked)
}
