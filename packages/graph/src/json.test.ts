import { expect, test } from 'vitest'
import { canonicalJson, freezeJson, isJsonObject, measureJson, ownValue } from './json.ts'

test('canonical text does not depend on the order of keys and leaves out what has no value', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}')
  expect(canonicalJson(JSON.parse('{"a":1,"__proto__":2}'))).toBe('{"__proto__":2,"a":1}')
})

test('an inherited name is no own value', () => {
  expect(ownValue({}, 'constructor')).toBeUndefined()
  expect(ownValue(JSON.parse('{"__proto__":5}'), '__proto__')).toBe(5)
})

test.each([
  [null, false],
  [[], false],
  ['x', false],
  [{}, true],
])('tells objects from %j', (value, expected) => {
  expect(isJsonObject(value)).toBe(expected)
})

test('freezes everything a value holds', () => {
  const value = freezeJson({ list: [{ deep: 1 }] })
  expect(() => Object.assign(value.list[0] ?? {}, { deep: 2 })).toThrow(TypeError)
})

test('measures nesting that no recursion would survive', () => {
  let value: unknown = 1
  for (let level = 0; level < 200_000; level++) value = [value]
  expect(measureJson(value, { size: 1e9, depth: 1e9 }).depth).toBe(200_000)
  expect(measureJson(value, { size: 1e9, depth: 100 }).depth).toBe(101)
})

test('measures texts and keys', () => {
  expect(measureJson({ key: 'four', list: [1, 2] }, { size: 1e9, depth: 9 }).size).toBeGreaterThanOrEqual(15)
})
