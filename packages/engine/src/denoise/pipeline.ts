import type { ModelParts } from '../families/index.ts'
import { buildUnet, timestepFeatures } from '../networks/index.ts'
import type { PictureAxis } from '../onnx/index.ts'
import { createTensor, type Tensor } from '../tensor/index.ts'
import { type Autoencoding, createAutoencoding } from './autoencoder-pipeline.ts'
import type { Predict } from './loop.ts'
import { createNetworkCache, nameNetwork } from './network-cache.ts'
import { createPromptEncoder, type PromptEncoder } from './prompt-encoder.ts'
import { outputOf, type Runtime } from './runtime-port.ts'

/** The networks of one model as functions on tensors. Each is loaded when first used and kept until `close`. */
export interface Pipeline extends PromptEncoder, Autoencoding {
  /**
   * The denoiser under these prompts.
   *
   * @param conditioning  [N, tokens, width], for latents of as many rows
   */
  predictUnder(conditioning: Tensor): Promise<Predict>
  /** The same for pictures that tile along some axes; closed with this one. */
  seamless(axes: readonly PictureAxis[]): Pipeline
  close(): Promise<void>
}

/** Puts the parts of a model to work on a device. */
export function createPipeline(parts: ModelParts, runtime: Runtime): Pipeline {
  const { denoiser, autoencoder } = parts
  const networks = createNetworkCache(runtime)
  const createView = (axes: readonly PictureAxis[]): Pipeline => ({
    ...createPromptEncoder(parts, networks),
    ...createAutoencoding(autoencoder, networks, axes),

    async predictUnder(conditioning) {
      const network = await networks.load(nameNetwork('denoiser', axes), () => buildUnet(denoiser, [], axes), {
        keepsMemory: true,
      })
      return async (sample, timestep) => {
        const features = timestepFeatures(timestep, denoiser.config.timestep)
        const batch = sample.shape[0] ?? 0
        const rows = new Float32Array(batch * features.length)
        for (let row = 0; row < batch; row++) rows.set(features, row * features.length)
        const inputs = { sample, time_features: createTensor(rows, [batch, features.length]), context: conditioning }
        return outputOf(await network.run(inputs), 'output')
      }
    },

    seamless: createView,
    close: () => networks.close(),
  })
  return createView([])
}
