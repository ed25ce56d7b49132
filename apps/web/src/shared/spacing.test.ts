import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callSoon } from './soon.ts'
import { widenSpacing } from './spacing.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** The seconds at which something is done that is called for each second. */
async function listTimes(seconds: number): Promise<readonly number[]> {
  const began = Date.now()
  const times: number[] = []
  const act = async () => times.push(Math.floor((Date.now() - began) / 1000))
  const soon = callSoon(
    act,
    widenSpacing(2000, 16_000, () => 0),
    0,
  )
  for (let second = 0; second < seconds; second++) {
    soon.call()
    await vi.advanceTimersByTimeAsync(1000)
  }
  soon.stop()
  return times
}

test('what goes on and on is done twice as far apart each time, after a while, up to the most', async () => {
  expect(await listTimes(85)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 48, 64, 80])
})

test('after some quiet it is done at once again', async () => {
  const spacing = widenSpacing(2000, 16_000, () => 0)
  expect(spacing(Number.POSITIVE_INFINITY)).toBe(2000)
  await vi.advanceTimersByTimeAsync(20_000)
  expect([spacing(2000), spacing(4000), spacing(24_000)]).toEqual([4000, 8000, 16_000])
  expect(spacing(48_001)).toBe(2000)
})

test('those who begin together do not go on together', () => {
  const [one, other] = [widenSpacing(2000, 16_000, () => 0), widenSpacing(2000, 16_000, () => 0.9)]
  expect([one(Number.POSITIVE_INFINITY), other(Number.POSITIVE_INFINITY)]).toEqual([2000, 2900])
})
