export { AutoencoderKl, buildAutoencoderKlDecoder, buildAutoencoderKlEncoder } from './autoencoder-kl.ts'
export {
  type AutoencoderKlConfig,
  downscaleOf,
  inferAutoencoderKlConfig,
  parseAutoencoderKlConfig,
  renameOldAttention,
} from './autoencoder-kl-config.ts'
export {
  AutoencoderTiny,
  buildAutoencoderTinyDecoder,
  buildAutoencoderTinyEncoder,
  parseAutoencoderTinyConfig,
} from './autoencoder-tiny.ts'
export { buildClipText, ClipText, type ClipTextOutput } from './clip-text.ts'
export { type ClipTextConfig, inferClipTextConfig, parseClipTextConfig } from './clip-text-config.ts'
export {
  parseMoments,
  sampleLatents,
  toAutoencoderUnits,
  toDenoiserUnits,
} from './latent-distribution.ts'
export { timestepFeatures } from './timestep-features.ts'
export { buildUnet, Unet } from './unet.ts'
export { inferUnetConfig, parseUnetConfig, type UnetConfig } from './unet-config.ts'
