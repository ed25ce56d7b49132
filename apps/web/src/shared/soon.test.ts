import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callSoon } from './soon.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('many calls are one act, and the next comes after some time', async () => {
  const act = vi.fn(async () => {})
  const soon = callSoon(act, 1000)
  for (let call = 0; call < 9; call++) soon.call()
  await vi.advanceTimersByTimeAsync(100)
  expect(act).toHaveBeenCalledTimes(1)
  soon.call()
  await vi.advanceTimersByTimeAsync(500)
  expect(act).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(600)
  expect(act).toHaveBeenCalledTimes(2)
})

test('what is called for while it is done is done again, also after a failure', async () => {
  const act = vi.fn(async () => {
    if (act.mock.calls.length === 1) soon.call()
    throw new Error('nobody answers')
  })
  const soon = callSoon(act, 10)
  soon.call()
  await vi.advanceTimersByTimeAsync(200)
  expect(act).toHaveBeenCalledTimes(2)
})

test('a clock that is set back holds nothing up', async () => {
  const act = vi.fn(async () => {})
  const soon = callSoon(act, 1000)
  soon.call()
  await vi.advanceTimersByTimeAsync(100)
  vi.setSystemTime(Date.now() - 3600 * 1000)
  soon.call()
  await vi.advanceTimersByTimeAsync(1100)
  expect(act).toHaveBeenCalledTimes(2)
})

test('what was stopped is not done', async () => {
  const act = vi.fn(async () => {})
  const soon = callSoon(act, 10)
  soon.call()
  soon.stop()
  await vi.advanceTimersByTimeAsync(200)
  expect(act).not.toHaveBeenCalled()
})
