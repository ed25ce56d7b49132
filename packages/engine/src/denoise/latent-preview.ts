import type { LatentRgb } from '../families/index.ts'
import type { RgbImage, Tensor } from '../tensor/index.ts'

/**
 * The first picture of a batch of latents as colours, one pixel a latent.
 *
 * @param latents  f32 [N, C, h, w] in the denoiser's units, noise free or nearly so
 */
export function latentsToRgb(latents: Tensor, { factors, bias }: LatentRgb): RgbImage {
  const [, , height = 0, width = 0] = latents.shape
  const plane = height * width
  const data = new Uint8Array(plane * 3)
  for (let at = 0; at < plane; at++) {
    for (let color = 0; color < 3; color++) {
      let unit = bias[color as 0 | 1 | 2]
      for (const [channel, row] of factors.entries()) unit += (latents.data[channel * plane + at] ?? 0) * row[color as 0 | 1 | 2]
      data[at * 3 + color] = Math.round(Math.min(1, Math.max(0, unit)) * 255)
    }
  }
  return { data, width, height }
}
