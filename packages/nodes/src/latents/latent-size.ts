import type { Tensor } from '@bottega/engine'
import { refuse } from '../refuse.ts'

/** Pixels of a picture a latent, in each direction, of all the models that the latent nodes are for. */
export const LATENT_SCALE = 8

/** The most pixels of a picture that latents are made for. */
const MAX_PIXELS = 100_000_000

/** The size of the picture that latents [N, C, H, W] stand for. */
export function pictureSizeOf({ shape }: Tensor): { readonly width: number; readonly height: number } {
  return { width: (shape[3] ?? 0) * LATENT_SCALE, height: (shape[2] ?? 0) * LATENT_SCALE }
}

/** Refuses a size that would fill the memory. */
export function expectPictureSize(width: number, height: number): void {
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) {
    refuse(`A picture of ${width} x ${height} pixels cannot be made: choose a size of 1 to ${MAX_PIXELS} pixels.`)
  }
}

/** @returns the count of rows, of channels, and the height and width of latents, which have exactly these axes */
export function latentAxes({ shape }: Tensor): readonly [batch: number, channels: number, height: number, width: number] {
  const [batch, channels, height, width, more] = shape
  if (batch === undefined || channels === undefined || height === undefined || width === undefined || more !== undefined) {
    return refuse('What came as latents are no latents: connect the output of a node that makes them.')
  }
  return [batch, channels, height, width]
}
