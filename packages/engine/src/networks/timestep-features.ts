/** How a network's timestep embedding is made. */
export interface TimestepFeaturesConfig {
  /** Count of features, half of them sines and half cosines. */
  readonly width: number
  /** Whether cosines come first. */
  readonly isCosineFirst: boolean
  /** Subtracted from the count of frequencies in the exponent's denominator. */
  readonly frequencyShift: number
}

/**
 * The sinusoidal features of a timestep, f32 of `width` numbers in −1..1.
 *
 *   ωᵢ = 10000^(−i / (half − shift)),  features = [sin ωᵢt …, cos ωᵢt …] (or cosines first)
 *
 * @param timestep  on the training's scale, fractions allowed
 * @source          Vaswani et al. 2017 (arXiv:1706.03762), section 3.5; Ho et al. 2020 (arXiv:2006.11239), appendix B
 */
export function timestepFeatures(
  timestep: number,
  { width, isCosineFirst, frequencyShift }: TimestepFeaturesConfig,
): Float32Array {
  const half = Math.floor(width / 2)
  const features = new Float32Array(width)
  for (let i = 0; i < half; i++) {
    // Frequencies are float32 where the networks were trained; at timestep 999 their rounding is visible in the fifth digit.
    const frequency = Math.fround(Math.exp(Math.fround((-Math.log(10000) * i) / (half - frequencyShift))))
    const angle = Math.fround(timestep * frequency)
    features[isCosineFirst ? half + i : i] = Math.sin(angle)
    features[isCosineFirst ? i : half + i] = Math.cos(angle)
  }
  return features
}
