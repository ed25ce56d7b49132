export { clamp, combine, mapElements, scale } from './arithmetic.ts'
export { createNoiseSource, MAX_SEED, type NoiseSource } from './noise.ts'
export { type MaskImage, type RgbImage, rgbToTensor, tensorToRgb } from './pixels.ts'
export {
  concatenate,
  countElements,
  createTensor,
  fillTensor,
  sliceFirstAxis,
  type Tensor,
} from './tensor.ts'
