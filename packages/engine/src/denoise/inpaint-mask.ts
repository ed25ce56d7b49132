import { concatenate, createTensor, type MaskImage, mapElements, type RgbImage, type Tensor } from '../tensor/index.ts'

/** A mask image as f32 [1, 1, H, W], 1 regenerates, 0 keeps. Shades are rounded to the nearer of the two. */
export function maskToTensor({ data, width, height }: MaskImage): Tensor {
  return createTensor(
    Float32Array.from(data, (value) => (value >= 127.5 ? 1 : 0)),
    [1, 1, height, width],
  )
}

/** A mask at the size of the latents: the pixel at the top left of each latent decides. */
export function shrinkMask(mask: Tensor, downscale: number): Tensor {
  const [, , height = 0, width = 0] = mask.shape
  const [rows, columns] = [Math.floor(height / downscale), Math.floor(width / downscale)]
  const data = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      data[row * columns + column] = mask.data[row * downscale * width + column * downscale] as number
  }
  return createTensor(data, [1, 1, rows, columns])
}

/** The picture [1, 3, H, W] with what will be regenerated set to 0, mid grey. */
export function hideMasked(image: Tensor, mask: Tensor): Tensor {
  const plane = mask.data.length
  return mapElements(image, (value, at) => ((mask.data[at % plane] as number) < 0.5 ? value : 0))
}

/** What an inpainting denoiser gets beside its latents: the mask and the latents of the masked picture, [1, 1 + C, H/8, W/8]. */
export function joinMaskChannels(mask: Tensor, maskedLatents: Tensor): Tensor {
  return concatenate([mask, maskedLatents], 1)
}

/** The generated picture where the mask regenerates and the original, untouched, where it keeps; shades blend. */
export function compositeKept(generated: RgbImage, original: RgbImage, mask: MaskImage): RgbImage {
  const data = generated.data.map((value, at) => {
    const weight = (mask.data[Math.floor(at / 3)] as number) / 255
    return Math.round(weight * value + (1 - weight) * (original.data[at] as number))
  })
  return { data, width: generated.width, height: generated.height }
}
