import { createTensor, mapElements, type Tensor } from '../tensor/index.ts'
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
  const [batch = 0, twice = 0, height = 0, width = 0] = moments.shape
  const size = (twice / 2) * height * width
  const half = (which: 0 | 1): Tensor => {
    const data = new Float32Array(batch * size)
    for (let n = 0; n < batch; n++) data.set(moments.data.subarray((2 * n + which) * size, (2 * n + which + 1) * size), n * size)
    return createTensor(data, [batch, twice / 2, height, width])
  }
  const logVariance = mapElements(half(1), (value) => Math.min(20, Math.max(-30, value)))
  return { mean: half(0), logVariance, standardDeviation: mapElements(logVariance, (value) => Math.exp(value / 2)) }
}

/** A draw from the distribution: mean + σ·noise. */
export function sampleLatents({ mean, standardDeviation }: LatentDistribution, noise: Tensor): Tensor {
  return createTensor(
    mean.data.map((value, at) => value + (standardDeviation.data[at] as number) * (noise.data[at] as number)),
    mean.shape,
  )
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
