import { createTensor, type Tensor } from '@bottega/engine'

/** A rectangle of rows and columns; right and bottom are outside. */
export interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A part of a tensor [N, C, H, W], which holds the whole rectangle. */
export function cropTensor(whole: Tensor, { left, top, right, bottom }: Rectangle): Tensor {
  const [batch = 0, channels = 0, rows = 0, columns = 0] = whole.shape
  const [width, height] = [right - left, bottom - top]
  const data = new Float32Array(batch * channels * height * width)
  for (let line = 0; line < batch * channels * height; line++) {
    const row = Math.floor(line / height) * rows + top + (line % height)
    data.set(whole.data.subarray(row * columns + left, row * columns + right), line * width)
  }
  return createTensor(data, [batch, channels, height, width])
}
