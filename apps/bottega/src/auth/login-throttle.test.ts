import { expect, test } from 'vitest'
import { createLoginThrottle } from './login-throttle.ts'

const MINUTE = 60_000

function openThrottle() {
  const clock = { now: 0 }
  const throttle = createLoginThrottle(() => clock.now)
  const fail = (kind: 'account' | 'address', name: string, times: number) => {
    for (let count = 0; count < times; count++) throttle.noteFailure(kind, name)
  }
  return { clock, throttle, fail }
}

test('the tenth failure of an account makes it wait 30 seconds, and each further one twice as long, up to 15 minutes', () => {
  const { clock, throttle, fail } = openThrottle()
  fail('account', 'ann', 9)
  expect(throttle.findWait('account', 'ann')).toBeUndefined()
  const waits: (number | undefined)[] = []
  for (let block = 0; block < 7; block++) {
    fail('account', 'ann', block === 0 ? 1 : 10)
    waits.push(throttle.findWait('account', 'ann'))
    clock.now += (waits.at(-1) ?? 0) * 1000
    expect(throttle.findWait('account', 'ann')).toBeUndefined()
  }
  expect(waits[0]).toBe(30)
  expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(900)
  expect(throttle.findWait('account', 'bert')).toBeUndefined()
})

test('a wait doubles with each failure after the last, as long as the window is full', () => {
  const { clock, throttle, fail } = openThrottle()
  fail('account', 'ann', 10)
  for (const seconds of [30, 60, 120, 240]) {
    expect(throttle.findWait('account', 'ann')).toBe(seconds)
    clock.now += seconds * 1000
    fail('account', 'ann', 1)
  }
})

test('failures count for 15 minutes, and a success forgets them', () => {
  const { clock, throttle, fail } = openThrottle()
  fail('account', 'ann', 9)
  clock.now += 15 * MINUTE
  fail('account', 'ann', 1)
  expect(throttle.findWait('account', 'ann')).toBeUndefined()
  fail('account', 'ann', 9)
  expect(throttle.findWait('account', 'ann')).toBe(30)
  throttle.forget('account', 'ann')
  expect(throttle.findWait('account', 'ann')).toBeUndefined()
})

test('what a wait began with decides what is left of it, in whole seconds from 1', () => {
  const { clock, throttle, fail } = openThrottle()
  fail('address', '10.0.0.1', 50)
  clock.now += 29_999
  expect(throttle.findWait('address', '10.0.0.1')).toBe(1)
  expect(throttle.findWait('address', '10.0.0.2')).toBeUndefined()
})

test('all of a network of IPv6 is one address, and addresses of IPv4 in its form are not', () => {
  const { throttle, fail } = openThrottle()
  fail('address', '2001:db8::1', 25)
  fail('address', '2001:db8:0:0:ffff::2', 25)
  expect(throttle.findWait('address', '2001:db8::dead:beef')).toBe(30)
  expect(throttle.findWait('address', '2001:db8:0:1::1')).toBeUndefined()
  fail('address', '::ffff:10.0.0.1', 50)
  expect(throttle.findWait('address', '::ffff:10.0.0.2')).toBeUndefined()
})

test('no more names are kept than fit, and those that failed longest ago go first', () => {
  const { throttle, fail } = openThrottle()
  fail('account', 'first', 10)
  for (let count = 0; count < 49_999; count++) fail('account', `other ${count}`, 1)
  expect(throttle.findWait('account', 'first')).toBe(30)
  fail('account', 'one more', 1)
  expect(throttle.findWait('account', 'first')).toBeUndefined()
})
