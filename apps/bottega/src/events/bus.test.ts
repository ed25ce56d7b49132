import { expect, test, vi } from 'vitest'
import { createEventBus } from './bus.ts'
import { serverEvent } from './server-event.ts'

const cleared = serverEvent('queue_cleared', { queue_id: 'default', user_id: null })

test('an event carries the time in whole seconds', () => {
  const now = Date.now() / 1000
  expect(cleared.payload.timestamp).toBe(Math.floor(cleared.payload.timestamp))
  expect(Math.abs(cleared.payload.timestamp - now)).toBeLessThan(60)
})

test('all who listen hear events in order, until they end it', () => {
  const bus = createEventBus()
  const heard: unknown[] = []
  const end = bus.subscribe((event) => heard.push(event))
  bus.publish(cleared)
  end()
  bus.publish(cleared)
  expect(heard).toEqual([cleared])
})

test('a listener that throws keeps no other from hearing', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const bus = createEventBus()
  const heard: unknown[] = []
  bus.subscribe(() => {
    throw new Error('deaf')
  })
  bus.subscribe((event) => heard.push(event))
  bus.publish(cleared)
  expect(heard).toEqual([cleared])
  expect(warn).toHaveBeenCalledWith(expect.objectContaining({ message: 'deaf' }))
  warn.mockRestore()
})
