export { clamp, combine, mapElements, roundHalfToEven, scale } from './arithmetic.ts'
export { createNoiseSource, MAX_SEED, type NoiseSource } from './noise.ts'
export { type MaskImage, type RgbImage, rgbToTensor, tensorToRgb } from './pixels.ts'
export {
  concatenate,
  countElements,
  createTensor,
  fillTensor,
  halveChannels,
  sliceFirstAxis,
  type Tensor,
} from './tensor.ts'
