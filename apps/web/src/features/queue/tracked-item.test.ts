import type { EventPayload, QueueItemSummary, QueueStatus } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { applyResult, applySession, applySize, applyStatus, applySummary, meetItem } from './tracked-item.ts'

type StatusEvent = EventPayload<'queue_item_status_changed'>

// what the functions read of an event or an answer
const change = (status: QueueStatus, status_sequence: number, more: Partial<StatusEvent> = {}) =>
  ({ status, status_sequence, batch_id: 'b', started_at: null, completed_at: null, error_type: null, ...more }) as StatusEvent
const summary = (status: QueueStatus, more: Partial<QueueItemSummary> = {}) =>
  ({ status, batch_id: 'b', field_values: null, ...more }) as QueueItemSummary
const node = (fields: object) => ({ invocation: { id: 'n', type: 'x', ...fields } })

test('an event that is older than one before changes nothing', () => {
  const done = applyStatus(meetItem(1), change('completed', 3))
  expect(applyStatus(done, change('in_progress', 2))).toBe(done)
})

test('an answer does not take back what was heard after it was asked for', () => {
  const begun = applyStatus(meetItem(1), change('in_progress', 2), 1000)
  expect(applySummary(begun, summary('pending'), 900).status).toBe('in_progress')
  // a server that died puts its item back
  expect(applySummary(begun, summary('pending', { position: 1 }), 1100)).toMatchObject({
    status: 'pending',
    place: { position: 1 },
  })
})

test('what has ended stays as it is', () => {
  const failed = applyStatus(meetItem(1), change('failed', 3, { error_type: 'OutOfMemoryError', error_message: 'too large' }))
  expect(applySummary(failed, summary('in_progress'), Date.now() + 1)).toMatchObject({
    status: 'failed',
    error: { type: 'OutOfMemoryError', message: 'too large' },
  })
})

test('the prompt is that of the batch, and the time from begin to end is told', () => {
  const field_values = [
    { node_path: 'seed:1', field_name: 'value', value: 7 },
    { node_path: 'positive_prompt:1', field_name: 'value', value: 'a fox' },
  ]
  const known = applySummary(meetItem(1), summary('pending', { field_values }), 0)
  const times = { started_at: '2026-11-26 13:00:00.000', completed_at: '2026-11-26 13:00:01.800' }
  expect(applyStatus(known, change('completed', 3, times))).toMatchObject({ prompt: 'a fox', seconds: 1.8 })
})

test('the size is that of the first node that has one, until the picture tells its own', () => {
  const sized = applySize(meetItem(1), node({ width: 768, height: 512 }))
  expect(applySize(sized, node({ width: 8, height: 8 }))).toBe(sized)
  expect(applySize(meetItem(1), node({ width: 768 })).size).toBeUndefined()
  const result = { type: 'image_output', image: { image_name: 'a.png' }, width: 1536, height: 1024 }
  expect(applyResult(sized, { ...node({}), result })).toMatchObject({ imageName: 'a.png', size: { width: 1536, height: 1024 } })
})

test('pictures on the way are not the picture', () => {
  const result = { type: 'image_output', image: { image_name: 'a.png' } }
  expect(applyResult(meetItem(1), { ...node({ is_intermediate: true }), result }).imageName).toBeUndefined()
  expect(applyResult(meetItem(1), { ...node({}), result: { type: 'image_output', image: 7 } }).imageName).toBeUndefined()
})

test('an end that nobody heard is read from the session', () => {
  const session = {
    execution_graph: { nodes: { p: { id: 'p', type: 'l2i', is_intermediate: false } } },
    results: { p: { type: 'image_output', image: { image_name: 'a.png' } } },
  } as never
  expect(applySession(meetItem(1), { session, status: 'completed' })).toMatchObject({ status: 'completed', imageName: 'a.png' })
})
