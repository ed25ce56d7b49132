import { expect, test } from 'vitest'
import { createValueStore } from './value-store.ts'

function makeStore(budget: number) {
  let last = 0
  return createValueStore<number>({ budget, sizeOf: (value) => value, newId: () => `v${++last}` })
}

test('a value is there for later sessions of its user, and for nobody else', () => {
  const store = makeStore(100)
  const first = store.open('ann')
  const name = first.save(7)
  first.end()
  expect(store.open('ann').load(name)).toBe(7)
  expect(store.open('bert').has(name)).toBe(false)
  expect(() => store.open('bert').load(name)).toThrow(`no value called ${name}`)
  expect(() => store.open('ann').load('unknown')).toThrow(RangeError)
})

test('what was not used for the longest time goes first, when there is too much', () => {
  const store = makeStore(10)
  const first = store.open('ann')
  const [one, two] = [first.save(5), first.save(5)]
  first.end()
  const second = store.open('ann')
  expect(second.has(one)).toBe(true)
  second.save(5)
  expect(second.has(two)).toBe(false)
  expect(second.has(one)).toBe(true)
})

test('what the running session has made or used stays, however much it is', () => {
  const store = makeStore(10)
  const session = store.open('ann')
  const names = [session.save(9), session.save(9), session.save(9)]
  expect(names.every((name) => session.has(name))).toBe(true)
  session.end()
  const next = store.open('ann')
  expect(names.map((name) => next.has(name))).toEqual([false, false, true])
})
