import type { EventPayload } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { applyLoading, applyProgress, estimateSecondsLeft } from './progress.ts'

type ProgressEvent = EventPayload<'invocation_progress'>

// what the functions read of an event
const step = (percentage: number | null, message = 'Denoising', node: object = { steps: 20 }) =>
  ({ message, percentage, image: null, invocation: { id: 'n', type: 'x', ...node } }) as ProgressEvent

test('the time left follows from the pace of the steps so far', () => {
  const first = applyProgress(undefined, step(0.05), 1000)
  expect(estimateSecondsLeft(first)).toBeUndefined()
  const later = applyProgress(first, step(0.3), 3500)
  expect(estimateSecondsLeft(later)).toBeCloseTo(7)
  // what comes next has a pace of its own
  expect(estimateSecondsLeft(applyProgress(later, step(0.5, 'Decoding the latents'), 4000))).toBeUndefined()
  expect(estimateSecondsLeft(applyProgress(later, step(null), 4000))).toBeUndefined()
})

test('the preview stays while steps bring no other', () => {
  const image = { width: 8, height: 8, dataURL: 'data:x' }
  expect(applyProgress(applyProgress(undefined, { ...step(0.1), image }), step(0.2)).preview).toBe('data:x')
})

test('a picture that begins from another takes a part of the steps', () => {
  expect(applyProgress(undefined, step(0.5, 'Denoising', { steps: 20, denoising_start: 0.4, denoising_end: 1 })).steps).toBe(12)
  expect(applyProgress(undefined, step(0.5, 'Encoding the image', {})).steps).toBeUndefined()
})

test('a model is loaded until it is said to be there', () => {
  const event = { config: { name: 'Starter', file_size: 7 } } as EventPayload<'model_load_started'>
  const loading = applyLoading(applyProgress(undefined, step(0.1)), event, false)
  expect(loading).toMatchObject({ share: 0.1, loading: { name: 'Starter', bytes: 7 } })
  expect(applyLoading(loading, event, true).loading).toBeUndefined()
})
