import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callSoon } from './soon.ts'
import { widenSpacing } from './spacing.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** The seconds at which something is done that is called for at some of them. */
async function listTimes(seconds: number, isCalledAt: (second: number) => boolean = () => true): Promise<readonly number[]> {
  const began = Date.now()
  const times: number[] = []
  const act = async () => times.push(Math.floor((Date.now() - began) / 1000))
  const soon = callSoon(
    act,
    widenSpacing(2000, 16_000, () => 0),
    0,
  )
  for (let second = 0; second < seconds; second++) {
    if (isCalledAt(second)) soon.call()
    await vi.advanceTimersByTimeAsync(1000)
  }
  soon.stop()
  return times
}

test('what goes on and on is done twice as far apart each time, after a while, up to the most', async () => {
  expect(await listTimes(85)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 48, 64, 80])
})

test('people at work together do not wait for each other, however long that goes on', async () => {
  const minutes = await listTimes(600, (second) => second % 5 === 0)
  expect(minutes).toEqual(Array.from({ length: 120 }, (_, at) => 5 * at))
})

test('once a stream is over, the next news wait no longer than before it', async () => {
  const times = await listTimes(200, (second) => second < 50 || second % 5 === 0)
  expect(times.slice(0, 15)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 48, 64])
  expect(times.slice(15, 20)).toEqual([66, 70, 75, 80, 85])
})

test('those who begin together do not go on together', () => {
  const [one, other] = [widenSpacing(2000, 16_000, () => 0), widenSpacing(2000, 16_000, () => 0.9)]
  expect([one(Number.POSITIVE_INFINITY), other(Number.POSITIVE_INFINITY)]).toEqual([2000, 2900])
})
