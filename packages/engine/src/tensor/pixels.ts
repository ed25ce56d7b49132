import { roundHalfToEven } from './arithmetic.ts'
import { createTensor, type Tensor } from './tensor.ts'

/** A picture of 8-bit RGB, row by row from the top left, three bytes a pixel. */
export interface RgbImage {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** A mask of 8 bits a pixel, row by row; 255 regenerates, 0 keeps. */
export interface MaskImage {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * One picture of a batch as bytes.
 *
 * @param images  f32 [N, 3, H, W], -1..1; values outside are clipped
 * @param index   which of the N
 */
export function tensorToRgb(images: Tensor, index = 0): RgbImage {
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape
  if (channels !== 3) throw new RangeError(`a picture has 3 channels, not ${channels}`)
  if (!(index >= 0 && index < count)) throw new RangeError(`there is no picture ${index} among ${count}`)
  const plane = height * width
  const data = new Uint8Array(plane * 3)
  for (let channel = 0; channel < 3; channel++) {
    const start = (index * 3 + channel) * plane
    for (let at = 0; at < plane; at++) {
      const unit = Math.min(1, Math.max(0, Math.fround((images.data[start + at] as number) / 2 + 0.5)))
      data[at * 3 + channel] = roundHalfToEven(Math.fround(unit * 255))
    }
  }
  return { data, width, height }
}

/** f32 [1, 3, H, W], -1..1 from the bytes of a picture. */
export function rgbToTensor(image: RgbImage): Tensor {
  const plane = image.width * image.height
  const data = new Float32Array(plane * 3)
  for (let channel = 0; channel < 3; channel++) {
    for (let at = 0; at < plane; at++) data[channel * plane + at] = (image.data[at * 3 + channel] as number) / 127.5 - 1
  }
  return createTensor(data, [1, 3, image.height, image.width])
}
