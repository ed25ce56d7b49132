import { createTensor, rgbToTensor, type Tensor } from '@bottega/engine'
import type { Picture } from '../engine-types.ts'
import { toRgb } from '../pixels/modes.ts'
import { resizePicture } from '../pixels/resize.ts'
import { refuse } from '../refuse.ts'
import { LATENT_SCALE } from './latent-size.ts'

/** The picture stretched to the next smaller size whose sides are multiples of 8, as autoencoders take it. */
function fitToLatents(picture: Picture): Picture {
  const trim = (side: number) => side - (side % LATENT_SCALE)
  const [width, height] = [trim(picture.width), trim(picture.height)]
  if (width === 0 || height === 0) {
    refuse(`The image is ${picture.width} x ${picture.height} pixels; autoencoders take 8 x 8 and more.`)
  }
  return resizePicture(picture, { width, height }, 'lanczos')
}

/** A picture as f32 [1, 3, H, W], −1..1; its sides made multiples of 8. */
export function pictureToTensor(picture: Picture): Tensor {
  return rgbToTensor(fitToLatents(toRgb(picture)))
}

/** A grey picture as f32 [1, 1, H, W], 0 black to 1 white; its sides made multiples of 8. */
export function pictureToMask(grey: Picture): Tensor {
  const { data, width, height } = fitToLatents(grey)
  return createTensor(
    new Float32Array(data).map((value) => value / 255),
    [1, 1, height, width],
  )
}
