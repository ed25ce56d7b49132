import { clamp, halveChannels, mapElements, type Tensor } from '../tensor/index.ts'
import type { AutoencoderKlConfig } from './autoencoder-kl-config.ts'

/** The normal distribution over latents that an autoencoder's encoder gives for a picture, each f32 [N, C, H, W]. */
export interface LatentDistribution {
  readonly mean: Tensor
  /** Logarithm of the variance, limited to −30..20. */
  readonly logVariance: Tensor
  readonly standardDeviation: Tensor
}

/** Splits an encoder's `moments` [N, 2C, H, W] into the distribution they stand for. */
export function parseMoments(moments: Tensor): LatentDistribution {
  const [mean, unlimited] = halveChannels(moments)
  const logVariance = clamp(unlimited, -30, 20)
  return { mean, logVariance, standardDeviation: mapElements(logVariance, (value) => Math.exp(value / 2)) }
}

/** A draw from the distribution: mean + σ·noise. */
export function sampleLatents({ mean, standardDeviation }: LatentDistribution, noise: Tensor): Tensor {
  return mapElements(mean, (value, at) => value + (standardDeviation.data[at] as number) * (noise.data[at] as number))
}

type Scale = Pick<AutoencoderKlConfig, 'scalingFactor' | 'shiftFactor'>

/** Latents in the autoencoder's units as the denoiser has them. */
export function toDenoiserUnits(latents: Tensor, { scalingFactor, shiftFactor }: Scale): Tensor {
  return mapElements(latents, (value) => (value - shiftFactor) * scalingFactor)
}

/** The denoiser's latents in the autoencoder's units. */
export function toAutoencoderUnits(latents: Tensor, { scalingFactor, shiftFactor }: Scale): Tensor {
  return mapElements(latents, (value) => value / scalingFactor + shiftFactor)
}
