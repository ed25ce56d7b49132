import { expect, test } from 'vitest'
import { isTooDeep, MAX_JSON_DEPTH, parseJsonObject } from './json-text.ts'

test('depth is counted by what is open at once, and never inside texts', () => {
  expect(isTooDeep('['.repeat(MAX_JSON_DEPTH))).toBe(false)
  expect(isTooDeep('['.repeat(MAX_JSON_DEPTH + 1))).toBe(true)
  expect(isTooDeep('[{},'.repeat(300))).toBe(false)
  expect(isTooDeep('[]'.repeat(5000))).toBe(false)
  expect(isTooDeep(`"${'['.repeat(5000)}"`)).toBe(false)
  expect(isTooDeep(`"\\"${'['.repeat(5000)}"`)).toBe(false)
  expect(isTooDeep(`"\\\\"${'['.repeat(5000)}`)).toBe(true)
})

test('only objects are objects', () => {
  expect(parseJsonObject('{"a":1}')).toEqual({ a: 1 })
  for (const text of [undefined, '', '[1]', 'null', '"x"', '{', `{"a":${'['.repeat(5000)}`])
    expect(parseJsonObject(text)).toBeUndefined()
})
