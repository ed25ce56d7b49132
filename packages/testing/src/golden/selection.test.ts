import { expect, test } from 'vitest'
import { isNamed, parsePatterns } from './selection.ts'

test.for([
  ['D-schedulers/D-ddim', 'D-schedulers', true],
  ['D-schedulers/D-ddim', 'D-schedulers/D-ddim', true],
  ['D-schedulers/D-ddim', 'D-ddim', true],
  ['D-schedulers/D-ddim', 'D-schedulers/D-dd*', true],
  ['D-schedulers/D-ddpm', 'D-schedulers/D-ddim', false],
  ['A-tokenizer', 'A-tokenizer', true],
  ['A-tokenizer', 'A', false],
  ['B-unet/unet-sd1-odd-size', 'B-unet/unet-sd1*', true],
  ['B-unet/controlnet-sd1', 'B-unet/unet-sd1*', false],
  ['B-unet/unet-sd2', 'B-unet/unet.sd2', false],
] as const)('%s is named by %s: %s', ([id, pattern, expected]) => {
  expect(isNamed(id, pattern)).toBe(expected)
})

test('a list of names may have blanks and empty entries', () => {
  expect(parsePatterns('A-tokenizer, B-unet/unet-sd1*,')).toEqual(['A-tokenizer', 'B-unet/unet-sd1*'])
})
