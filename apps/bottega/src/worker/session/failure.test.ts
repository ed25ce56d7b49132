import { EngineError } from '@bottega/engine'
import { GraphError } from '@bottega/graph'
import { expect, test } from 'vitest'
import { NodeRefusal } from '../session-port.ts'
import { describeNodeFailure } from './failure.ts'

const prepared = { id: 'p', sourceId: 'n', node: { id: 'p', type: 'div', is_intermediate: true, use_cache: true } }

test.each([
  [new GraphError('input_invalid', 'm'), 'NodeInputError'],
  [new NodeRefusal('PermissionError', 'm'), 'PermissionError'],
  [new EngineError('request_invalid', 'm'), 'request_invalid'],
  [new RangeError('m'), 'RangeError'],
  ['m', 'Error'],
])('%o is told with the type %s', (error, type) => {
  expect(describeNodeFailure(error, prepared)).toEqual({ type, message: 'm', traceback: `${type}: m\n  in node n (div)` })
})

test.each(['Array buffer allocation failed', 'Failed to allocate memory for requested buffer of size 9'])(
  'a lack of memory is told by the name that clients explain: %s',
  (message) => {
    expect(describeNodeFailure(new Error(message), prepared).type).toBe('OutOfMemoryError')
  },
)

test('a message can be stored and read, whatever a node was given', () => {
  const given = `a\0b \ud800 ${'x'.repeat(100_000)}`
  const { message, traceback } = describeNodeFailure(new Error(given), prepared)
  expect(message).toMatch(/^a\ufffdb \ufffd x+ \.\.\.$/)
  expect([message.length < 3000, traceback.length < 3000]).toEqual([true, true])
})

test('what is told has no stack in it', () => {
  const { traceback } = describeNodeFailure(new Error('m'), prepared)
  expect(traceback).not.toContain(import.meta.dirname)
})
