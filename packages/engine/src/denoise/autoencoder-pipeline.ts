import {
  type AutoencoderKl,
  buildAutoencoderKlDecoder,
  buildAutoencoderKlEncoder,
  parseMoments,
  sampleLatents,
  toAutoencoderUnits,
  toDenoiserUnits,
} from '../networks/index.ts'
import type { PictureAxis } from '../onnx/index.ts'
import type { Tensor } from '../tensor/index.ts'
import { createNetworkCache, type NetworkCache, nameNetwork } from './network-cache.ts'
import { outputOf, type Runtime } from './runtime-port.ts'

/** An autoencoder as functions between pictures and latents. */
export interface Autoencoding {
  /**
   * Latents of pictures [N, 3, H, W] in the denoiser's units.
   *
   * @param noise  draws from the distribution that the encoder gives; without it the latents are its mean
   */
  encodeImage(image: Tensor, noise?: Tensor): Promise<Tensor>
  /** Pictures [N, 3, H, W], about −1..1, of latents in the denoiser's units. */
  decode(latents: Tensor): Promise<Tensor>
}

/** An autoencoder by itself. Its networks are loaded when first used and kept until `close`. */
export interface AutoencoderPipeline extends Autoencoding {
  /** The same for pictures that tile along some axes; closed with this one. */
  seamless(axes: readonly PictureAxis[]): Autoencoding
  close(): Promise<void>
}

/** Puts an autoencoder to work on a device. */
export function createAutoencoderPipeline(autoencoder: AutoencoderKl, runtime: Runtime): AutoencoderPipeline {
  const networks = createNetworkCache(runtime)
  return {
    ...createAutoencoding(autoencoder, networks),
    seamless: (axes) => createAutoencoding(autoencoder, networks, axes),
    close: () => networks.close(),
  }
}

/**
 * Puts an autoencoder to work; its networks live in the given cache.
 *
 * @param seamlessAxes  along which its pictures tile
 */
export function createAutoencoding(
  autoencoder: AutoencoderKl,
  networks: NetworkCache,
  seamlessAxes: readonly PictureAxis[] = [],
): Autoencoding {
  // What runs once a picture gives its working memory back at once: an autoencoder's is the largest of all.
  const once = { keepsMemory: false }
  return {
    async encodeImage(image, noise) {
      const network = await networks.load(
        nameNetwork('encoder', seamlessAxes),
        () => buildAutoencoderKlEncoder(autoencoder, seamlessAxes),
        once,
      )
      const distribution = parseMoments(outputOf(await network.run({ image }), 'moments'))
      return toDenoiserUnits(noise === undefined ? distribution.mean : sampleLatents(distribution, noise), autoencoder.config)
    },

    async decode(latents) {
      const network = await networks.load(
        nameNetwork('decoder', seamlessAxes),
        () => buildAutoencoderKlDecoder(autoencoder, seamlessAxes),
        once,
      )
      return outputOf(await network.run({ latents: toAutoencoderUnits(latents, autoencoder.config) }), 'image')
    },
  }
}
