import { expect, test } from 'vitest'
import { createUserState, getSection } from '../../../shared/user-state/index.ts'
import { estimateSeconds, noteDuration, timingsSection } from './timings.ts'

const effort = { modelKey: 'm', width: 512, height: 512, steps: 20 }

function learn(...seconds: readonly number[]) {
  const state = createUserState({
    getClientState: async () => null,
    setClientState: async ({ body }) => body,
  })
  for (const each of seconds) noteDuration(state, effort, each)
  return getSection(state, timingsSection)
}

test('nothing is said of a model that was never used', () => {
  expect(estimateSeconds({}, effort)).toBeUndefined()
})

test('what a picture took is what the next one is likely to take', () => {
  const timings = learn(8)
  expect(estimateSeconds(timings, effort)).toBeCloseTo(8, 2)
  expect(estimateSeconds(timings, { ...effort, width: 1024 })).toBeCloseTo(16, 2)
  expect(estimateSeconds(timings, { ...effort, steps: 43 })).toBeCloseTo(16, 2)
  expect(estimateSeconds(timings, { ...effort, strength: 0.5 })).toBeLessThan(5)
})

test('a slow first picture is forgotten, and one that was made before teaches nothing', () => {
  expect(estimateSeconds(learn(20, 4, 4, 4, 4, 4, 4), effort)).toBeLessThan(5)
  expect(estimateSeconds(learn(400, 4, 4, 4, 4, 4, 4), effort)).toBeLessThan(5)
  expect(learn(8, 0.01)).toEqual(learn(8))
})

test('a stored timing that makes no sense is left out', () => {
  expect(timingsSection.parse({ a: 1.5, b: '2', c: -1, d: null })).toEqual({ a: 1.5 })
})
