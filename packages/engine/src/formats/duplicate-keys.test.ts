import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findDuplicateKey } from './duplicate-keys.ts'

test.each([
  ['{"a":1,"b":2}', undefined],
  ['{"a":1,"a":1}', 'a'],
  ['{"a":1,"\\u0061":1}', 'a'],
  ['{"é":1,"\\u00e9":1}', 'é'],
  ['{"a/b":1,"a\\/b":1}', 'a/b'],
  ['{"":1,"":2}', ''],
  ['{"a":{"x":1},"b":{"x":1}}', undefined],
  ['{"a":{"x":1,"y":{},"x":2}}', 'x'],
  ['{"a":"a","b":"a"}', undefined],
  ['{"a":["b","b",{"c":1},{"c":1}],"b":1}', undefined],
  ['{"a":[{"c":1,"c":1}]}', 'c'],
  ['{"a":"{\\"a\\":1,\\"a\\":1}"}', undefined],
  ['{"a\\\\":1,"a":2}', undefined],
  ['{"a\\"":1,"a":2,"a\\"":3}', 'a"'],
  ['{ "a" : 1 ,\n\t"a" : 2 }', 'a'],
  ['["a","a"]', undefined],
  ['"a"', undefined],
  ['{"__proto__":1,"__proto__":1}', '__proto__'],
])('in %s the key given twice is %j', (json, key) => {
  expect(findDuplicateKey(json)).toBe(key)
})

test('finds none in what JSON.stringify wrote', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(findDuplicateKey(JSON.stringify(value))).toBeUndefined()
    }),
  )
})

test('finds a second entry wherever it was put in an object', () => {
  const keys = fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(keys, fc.nat(), fc.jsonValue(), (names, at, value) => {
      const name = names[at % names.length] as string
      const entries = names.map((key) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      // Lone halves of character pairs are no text that a file could hold; JSON.stringify escapes them.
      expect(findDuplicateKey(`{${[...entries, `${JSON.stringify(name)}:1`].join(',')}}`)).toBe(name)
    }),
  )
})

test('takes time in proportion to length, however deep', { timeout: 5_000 }, () => {
  const depth = 300_000
  expect(findDuplicateKey(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).toBeUndefined()
})
