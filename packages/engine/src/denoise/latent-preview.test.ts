import { expect, test } from 'vitest'
import { createTensor } from '../tensor/index.ts'
import { latentsToRgb } from './latent-preview.ts'

test('each latent becomes one pixel by the linear map, limited to the range of colours', () => {
  const latents = createTensor(Float32Array.of(0, 1, 10, -10, 0, 0, 0, 1), [1, 2, 2, 2])
  const preview = latentsToRgb(latents, {
    factors: [
      [0.1, 0.2, 0],
      [0, 0, 0.5],
    ],
    bias: [0.5, 0.5, 0.5],
  })
  expect(preview).toEqual({
    width: 2,
    height: 2,
    data: Uint8Array.from([128, 128, 128, 153, 179, 128, 255, 255, 128, 0, 0, 255]),
  })
})
