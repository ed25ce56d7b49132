import { expect, test } from 'vitest'
import { describeType, fitsInto, itemTypeOf, type ValueType, widestType } from './value-type.ts'

const any: ValueType = { kind: 'any' }
const integer: ValueType = { kind: 'integer' }
const float: ValueType = { kind: 'float' }
const string: ValueType = { kind: 'string' }
const boolean: ValueType = { kind: 'boolean' }
const image: ValueType = { kind: 'object', name: 'ImageField' }
const latents: ValueType = { kind: 'object', name: 'LatentsField' }
const small: ValueType = { kind: 'enum', members: ['a', 'b'] }
const large: ValueType = { kind: 'enum', members: ['a', 'b', 'c'] }
const list = (item: ValueType): ValueType => ({ kind: 'list', item })
const union = (...members: ValueType[]): ValueType => ({ kind: 'union', members })

test.each<[string, ValueType, ValueType]>([
  ['the same scalar', integer, integer],
  ['the same object', image, image],
  ['the same list', list(image), list(image)],
  ['anything into something', any, image],
  ['something into anything', list(integer), any],
  ['a list of anything into a list of something', list(any), list(integer)],
  ['a list of something into a list of anything', list(integer), list(any)],
  ['a member into its union', image, union(image, list(image))],
  ['a list into a union with such lists', list(image), union(image, list(image))],
  ['a union into one of its members', union(image, list(image)), list(image)],
  ['a union into a larger union', union(image, list(image)), union(image, list(image), string)],
  ['an integer into a float', integer, float],
  ['integers into floats', list(integer), list(float)],
  ['an integer into a float or floats', integer, union(float, list(float))],
  ['an integer into a string', integer, string],
  ['a float into a string', float, string],
  ['a truth value into an integer', boolean, integer],
  ['an enum into a larger enum', small, large],
  ['an enum into a string', small, string],
])('lets %s', (_, from, to) => {
  expect(fitsInto(from, to)).toBe(true)
})

test.each<[string, ValueType, ValueType]>([
  ['a float into an integer', float, integer],
  ['a string into a number', string, float],
  ['a string into an enum', string, small],
  ['an enum into a smaller enum', large, small],
  ['a number into a truth value', integer, boolean],
  ['a truth value into a string', boolean, string],
  ['a truth value into a float', boolean, float],
  ['an object into another', image, latents],
  ['an object into a string', image, string],
  ['one value into a list', image, list(image)],
  ['a list into one value', list(image), image],
  ['a list of anything into one value', list(any), image],
  ['a list into a list of something else', list(image), list(latents)],
  ['a union into a union that lacks a member', union(image, latents), union(image, string)],
])('does not let %s', (_, from, to) => {
  expect(fitsInto(from, to)).toBe(false)
})

test.each<[string, ValueType, ValueType | undefined]>([
  ['integer', integer, undefined],
  ['any', any, any],
  ['[ImageField]', list(image), image],
  ['ImageField or [ImageField]', union(image, list(image)), image],
  ['[integer] or [string]', union(list(integer), list(string)), union(integer, string)],
])('knows what a %s holds', (name, type, item) => {
  expect(describeType(type)).toBe(name)
  expect(itemTypeOf(type)).toEqual(item)
})

test.each<[string, readonly ValueType[], ValueType | undefined]>([
  ['the same twice', [image, image], image],
  ['anything beside something', [any, image, any], image],
  ['nothing but anything', [any], any],
  ['a small and a large enum', [small, large], large],
  ['a truth value and an integer', [boolean, integer], integer],
  ['an integer and a float', [integer, float], undefined],
  ['two objects', [image, latents], undefined],
  ['two enums and a string', [small, large, string], string],
])('finds the widest of %s', (_, types, widest) => {
  expect(widestType(types)).toEqual(widest)
})
