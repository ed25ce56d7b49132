import type { ModelParts } from '../families/index.ts'
import {
  buildAutoencoderKlDecoder,
  buildAutoencoderKlEncoder,
  buildUnet,
  parseMoments,
  sampleLatents,
  timestepFeatures,
  toAutoencoderUnits,
  toDenoiserUnits,
} from '../networks/index.ts'
import { createTensor, type Tensor } from '../tensor/index.ts'
import type { Predict } from './loop.ts'
import { createNetworkCache } from './network-cache.ts'
import { createPromptEncoder, type PromptEncoder } from './prompt-encoder.ts'
import { outputOf, type Runtime } from './runtime-port.ts'

/** The networks of one model as functions on tensors. Each is loaded when first used and kept until `close`. */
export interface Pipeline extends PromptEncoder {
  /**
   * Latents of pictures [N, 3, H, W] in the denoiser's units.
   *
   * @param noise  draws from the distribution that the encoder gives; without it the latents are its mean
   */
  encodeImage(image: Tensor, noise?: Tensor): Promise<Tensor>
  /** Pictures [N, 3, H, W], about −1..1, of latents in the denoiser's units. */
  decode(latents: Tensor): Promise<Tensor>
  /**
   * The denoiser under these prompts.
   *
   * @param conditioning  [N, tokens, width], for latents of as many rows
   */
  predictUnder(conditioning: Tensor): Promise<Predict>
  close(): Promise<void>
}

/** Puts the parts of a model to work on a device. */
export function createPipeline(parts: ModelParts, runtime: Runtime): Pipeline {
  const { denoiser, autoencoder } = parts
  const networks = createNetworkCache(runtime)
  // What runs once a picture gives its working memory back at once: an autoencoder's is the largest of all.
  const once = { keepsMemory: false }
  return {
    ...createPromptEncoder(parts, networks),

    async encodeImage(image, noise) {
      const network = await networks.load('encoder', () => buildAutoencoderKlEncoder(autoencoder), once)
      const distribution = parseMoments(outputOf(await network.run({ image }), 'moments'))
      return toDenoiserUnits(noise === undefined ? distribution.mean : sampleLatents(distribution, noise), autoencoder.config)
    },

    async decode(latents) {
      const network = await networks.load('decoder', () => buildAutoencoderKlDecoder(autoencoder), once)
      return outputOf(await network.run({ latents: toAutoencoderUnits(latents, autoencoder.config) }), 'image')
    },

    async predictUnder(conditioning) {
      const network = await networks.load('denoiser', () => buildUnet(denoiser), { keepsMemory: true })
      return async (sample, timestep) => {
        const features = timestepFeatures(timestep, denoiser.config.timestep)
        const batch = sample.shape[0] ?? 0
        const rows = new Float32Array(batch * features.length)
        for (let row = 0; row < batch; row++) rows.set(features, row * features.length)
        const inputs = { sample, time_features: createTensor(rows, [batch, features.length]), context: conditioning }
        return outputOf(await network.run(inputs), 'output')
      }
    },

    close: () => networks.close(),
  }
}
