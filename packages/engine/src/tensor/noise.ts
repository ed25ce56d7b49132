import { countElements, createTensor, type Tensor } from './tensor.ts'

/** Seeds are whole numbers from 0 to this, every one a picture of its own. */
export const MAX_SEED = 4294967295

/** A source of unit normal noise: each call gives the next draw of the given shape. */
export type NoiseSource = (shape: readonly number[]) => Tensor

/**
 * Bottega's noise generator: the same seed gives the same numbers on every machine and in every version.
 *
 * Philox 4x32 with 10 rounds, a counter-based generator, with the seed as the low key word and 0 as the high one. Counter
 * words are (block, 0, draw, 0): `draw` counts the calls of the returned source, `block` goes up by one for each four
 * numbers of a draw. The four 32-bit words w of a block become two pairs of normals by the Box-Muller transform in double
 * precision, u = (w + 0.5) / 2³²: r = √(−2 ln u₀), (r·cos 2πu₁, r·sin 2πu₁), rounded to float32 at the end.
 *
 * A draw depends on the seed and its position only, so the first draw of a seed is the same in a run of one picture or of many.
 *
 * @param seed  whole number, 0..4294967295
 * @throws      RangeError for any other seed
 * @source      Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3 (Philox)
 */
export function createNoiseSource(seed: number): NoiseSource {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new RangeError(`a seed is a whole number from 0 to ${MAX_SEED}, not ${seed}`)
  }
  let draw = 0
  return (shape) => {
    const data = new Float32Array(countElements(shape))
    const words = new Uint32Array(4)
    for (let block = 0; block * 4 < data.length; block++) {
      philox(words, block, draw, seed)
      putNormals(data, block * 4, words[0] as number, words[1] as number)
      putNormals(data, block * 4 + 2, words[2] as number, words[3] as number)
    }
    draw += 1
    return createTensor(data, shape)
  }
}

/** Writes the pair of normals that two words make; what falls behind the end of the data is dropped. */
function putNormals(data: Float32Array, at: number, a: number, b: number): void {
  const radius = Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 32))
  const angle = 2 * Math.PI * ((b + 0.5) / 2 ** 32)
  if (at < data.length) data[at] = radius * Math.cos(angle)
  if (at + 1 < data.length) data[at + 1] = radius * Math.sin(angle)
}

const MULTIPLIER_0 = 0xd2511f53
const MULTIPLIER_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85

/** Writes the four words of one block into `words`. */
function philox(words: Uint32Array, block: number, draw: number, seed: number): void {
  let [c0, c1, c2, c3] = [block >>> 0, 0, draw >>> 0, 0]
  let [k0, k1] = [seed >>> 0, 0]
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0)
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0
    const high1 = multiplyHigh(MULTIPLIER_1, c2)
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + WEYL_0) >>> 0
    k1 = (k1 + WEYL_1) >>> 0
  }
  words[0] = c0
  words[1] = c1
  words[2] = c2
  words[3] = c3
}

/** The upper 32 bits of the 64-bit product of two unsigned words; by halves of one, so that doubles hold every step exactly. */
function multiplyHigh(a: number, b: number): number {
  const upper = (a >>> 16) * b + Math.floor(((a & 0xffff) * b) / 65536)
  return Math.floor(upper / 65536)
}
