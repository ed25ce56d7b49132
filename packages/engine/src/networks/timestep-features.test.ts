import { expect, test } from 'vitest'
import { timestepFeatures } from './timestep-features.ts'

/** ωᵢt for half the features, from the formula in double precision. */
const angles = (timestep: number, half: number, shift: number) =>
  Array.from({ length: half }, (_, i) => timestep * 10000 ** (-i / (half - shift)))

test.each([
  { timestep: 0, width: 320, isCosineFirst: true, frequencyShift: 0 },
  { timestep: 1, width: 8, isCosineFirst: true, frequencyShift: 0 },
  { timestep: 261.5, width: 320, isCosineFirst: true, frequencyShift: 0 },
  { timestep: 999, width: 320, isCosineFirst: true, frequencyShift: 0 },
  { timestep: 999, width: 64, isCosineFirst: false, frequencyShift: 0 },
  { timestep: 500, width: 64, isCosineFirst: false, frequencyShift: 1 },
])('timestep $timestep in $width features, cosines first: $isCosineFirst, shift $frequencyShift', ({ timestep, ...config }) => {
  const half = config.width / 2
  const sines = angles(timestep, half, config.frequencyShift).map(Math.sin)
  const cosines = angles(timestep, half, config.frequencyShift).map(Math.cos)
  const expected = config.isCosineFirst ? [...cosines, ...sines] : [...sines, ...cosines]
  const features = timestepFeatures(timestep, config)
  expect(features).toHaveLength(config.width)
  // Angles up to 999 in 32-bit floats: 999 · 2⁻²⁴ twice.
  for (const [at, value] of features.entries()) expect(Math.abs(value - (expected[at] as number))).toBeLessThan(1.3e-4)
})

test('an odd width leaves the last feature 0', () => {
  expect(timestepFeatures(3, { width: 5, isCosineFirst: true, frequencyShift: 0 })[4]).toBe(0)
})
