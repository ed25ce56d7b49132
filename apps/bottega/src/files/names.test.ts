import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namePicture, slugify } from './names.ts'

test.each([
  ['a red apple on a light blue background', 'a-red-apple-on-a-light-blue-background'],
  ['  A (Très Bon) café: 100%!  ', 'a-tres-bon-cafe-100'],
  ['Straße nach Łódź', 'straße-nach-łodz'],
  ['赤い林檎、青い空', '赤い林檎-青い空'],
  ['हिन्दी में', 'हिन्दी-में'],
  ['ガラスの城', 'ガラスの城'],
  ['', 'picture'],
  ['!!! ... 🦊', 'picture'],
  ['../../etc/passwd', 'etc-passwd'],
  ['..\\con', 'con'],
])('turns %j into %s', (prompt, slug) => {
  expect(slugify(prompt)).toBe(slug)
})

test('cuts a long prompt behind a word, and a long word where it must', () => {
  expect(slugify(`${'word '.repeat(5000)}`)).toMatch(/^word(-word){11}$/)
  expect(slugify('x'.repeat(10_000))).toBe('x'.repeat(60))
  expect(Buffer.byteLength(slugify('絵'.repeat(500)))).toBe(120)
})

test('makes a name that any file system takes, of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (prompt) => {
      const name = namePicture(4294967295, slugify(prompt), 1000)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not come through
      expect(name).not.toMatch(/[\s/\\:*?"<>|\u0000-\u001f]|^[.-]/)
      expect(Buffer.byteLength(name)).toBeLessThan(255)
    }),
  )
})

test('numbers names from the second attempt on', () => {
  expect([1, 2, 3].map((attempt) => namePicture(7, 'fox', attempt))).toEqual(['7-fox.png', '7-fox-2.png', '7-fox-3.png'])
})
