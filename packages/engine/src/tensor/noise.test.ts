import { expect, test } from 'vitest'
import { createNoiseSource, MAX_SEED } from './noise.ts'

type Words<N extends number> = readonly bigint[] & { length: N }

/** Philox 4x32-10 once more, from the paper's definition on 64-bit products, against which the generator is held. */
function philox(counter: Words<4>, key: Words<2>): bigint[] {
  const low = (value: bigint) => BigInt.asUintN(32, value)
  let [c0, c1, c2, c3] = counter as [bigint, bigint, bigint, bigint]
  let [k0, k1] = key as [bigint, bigint]
  for (let round = 0; round < 10; round++) {
    const [product0, product1] = [0xd2511f53n * c0, 0xcd9e8d57n * c2]
    ;[c0, c1, c2, c3] = [(product1 >> 32n) ^ c1 ^ k0, low(product1), (product0 >> 32n) ^ c3 ^ k1, low(product0)]
    ;[k0, k1] = [low(k0 + 0x9e3779b9n), low(k1 + 0xbb67ae85n)]
  }
  return [c0, c1, c2, c3]
}

// From the known-answer tests of Random123 1.14 (kat_vectors, philox4x32 10).
test.each([
  { counter: '00000000 00000000 00000000 00000000', key: '00000000 00000000', words: '6627e8d5 e169c58d bc57ac4c 9b00dbd8' },
  { counter: 'ffffffff ffffffff ffffffff ffffffff', key: 'ffffffff ffffffff', words: '408f276d 41c83b0e a20bc7c6 6d5451fd' },
  { counter: '243f6a88 85a308d3 13198a2e 03707344', key: 'a4093822 299f31d0', words: 'd16cfe09 94fdcceb 5001e420 24126ea1' },
])('the reference gives the published words for counter $counter', ({ counter, key, words }) => {
  const parse = (text: string) => text.split(' ').map((word) => BigInt(`0x${word}`))
  expect(philox(parse(counter) as Words<4>, parse(key) as Words<2>)).toEqual(parse(words))
})

/** Numbers of a draw as the documentation derives them from words. */
function expectedDraw(seed: number, draw: number, count: number): Float32Array {
  const normals: number[] = []
  for (let block = 0; normals.length < count; block++) {
    const u = philox([BigInt(block), 0n, BigInt(draw), 0n] as Words<4>, [BigInt(seed), 0n] as Words<2>).map(
      (word) => (Number(word) + 0.5) / 4294967296,
    )
    for (const [a, b] of [u.slice(0, 2), u.slice(2, 4)] as [number, number][]) {
      const r = Math.sqrt(-2 * Math.log(a))
      normals.push(r * Math.cos(2 * Math.PI * b), r * Math.sin(2 * Math.PI * b))
    }
  }
  return Float32Array.from(normals.slice(0, count))
}

test.each([0, 1, 42, 2147483647, 2147483648, MAX_SEED])('seed %i gives the documented numbers, draw after draw', (seed) => {
  const noise = createNoiseSource(seed)
  for (let draw = 0; draw < 3; draw++) {
    const tensor = noise([1, 3, 7])
    expect(tensor.shape).toEqual([1, 3, 7])
    expect(tensor.data).toEqual(expectedDraw(seed, draw, 21))
  }
})

test('seed 0 begins as it always will', () => {
  // From the published words for counter 0 and key 0; pictures that people keep hang on these.
  const [u0, u1] = [(0x6627e8d5 + 0.5) / 2 ** 32, (0xe169c58d + 0.5) / 2 ** 32]
  const [first] = createNoiseSource(0)([4]).data
  expect(first).toBe(Math.fround(Math.sqrt(-2 * Math.log(u0)) * Math.cos(2 * Math.PI * u1)))
})

test('the first draw hangs on neither its shape nor on what is drawn later', () => {
  const data = createNoiseSource(7)([2, 4, 8, 8]).data
  const noise = createNoiseSource(7)
  const alone = noise([4, 8, 8]).data
  noise([1000])
  expect(alone).toEqual(data.subarray(0, 256))
  expect(createNoiseSource(7)([256]).data).toEqual(alone)
})

test('seeds that differ in any bit give different noise', () => {
  const seeds = [0, 1, 2147483647, 2147483648, 2147483649, MAX_SEED - 1, MAX_SEED]
  const drawn = seeds.map((seed) => createNoiseSource(seed)([16]).data.join())
  expect(new Set(drawn).size).toBe(seeds.length)
})

test.each([-1, 0.5, MAX_SEED + 1, Number.NaN, Number.POSITIVE_INFINITY])('refuses seed %d', (seed) => {
  expect(() => createNoiseSource(seed)).toThrow(`a seed is a whole number from 0 to 4294967295, not ${seed}`)
})

test('a million numbers are as normal as a million should be', () => {
  const count = 1_000_000
  const { data } = createNoiseSource(2024)([count])
  const moment = (power: number) => data.reduce((sum, value) => sum + value ** power, 0) / count
  const neighbours = data.reduce((sum, value, at) => sum + value * (data[at + 1] ?? 0), 0) / count
  // Five standard errors of each: the variance of a normal's k-th power over the count.
  const errors = (variance: number) => 5 * Math.sqrt(variance / count)
  expect(Math.abs(moment(1))).toBeLessThan(errors(1))
  expect(Math.abs(moment(2) - 1)).toBeLessThan(errors(2))
  expect(Math.abs(moment(3))).toBeLessThan(errors(15))
  expect(Math.abs(moment(4) - 3)).toBeLessThan(errors(96))
  expect(Math.abs(neighbours)).toBeLessThan(errors(1))
  const share = data.filter((value) => Math.abs(value) < 1).length / count
  expect(Math.abs(share - 0.682689)).toBeLessThan(errors(0.682689 * 0.317311))
})

test('draws and seeds are not correlated with each other', () => {
  const correlate = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) / a.length
  const count = 100_000
  const noise = createNoiseSource(5)
  const [first, second, other] = [noise([count]).data, noise([count]).data, createNoiseSource(6)([count]).data]
  for (const pair of [second, other]) expect(Math.abs(correlate(first, pair))).toBeLessThan(5 / Math.sqrt(count))
})
