import { expect, test } from 'vitest'
import { createProgressDisplay, formatDuration } from './progress.ts'

/** An output that remembers what it was given, and a clock that stands still until told. */
function watch(count: number, output: { isTTY?: boolean; columns?: number } = {}) {
  let text = ''
  const clock = { ms: 0 }
  const display = createProgressDisplay({ ...output, write: (more: string) => (text += more) }, count, () => clock.ms)
  const take = () => {
    const taken = text
    text = ''
    return taken
  }
  return { display, clock, take }
}

test('draws step and time left on a terminal, in one line that goes away', () => {
  const { display, clock, take } = watch(3, { isTTY: true, columns: 80 })
  display.start(4294967295, 1)
  display.show({ phase: 'denoising', step: 0, steps: 20 })
  clock.ms = 10_000
  take()
  display.show({ phase: 'denoising', step: 5, steps: 20 })
  expect(take()).toBe('\r[#####---------------] 2/3 seed 4294967295: step 5 of 20, 30 s left\x1b[K')
  display.say('saved')
  expect(take()).toBe('\r\x1b[Ksaved\n')
  display.clear()
  expect(take()).toBe('')
})

test('tells no time before two steps are known, and then the time of a step without loading', () => {
  const { display, clock, take } = watch(1, { isTTY: true })
  const lineAt = (ms: number, step: number) => {
    clock.ms = ms
    display.show({ phase: 'denoising', step, steps: 10 })
    return take()
  }
  display.start(7, 0)
  display.show({ phase: 'loading', step: 0, steps: 10 })
  take()
  expect(lineAt(60_000, 1)).toContain('step 1 of 10\x1b')
  expect(lineAt(62_000, 2)).toContain('step 2 of 10, 16 s left')
})

test('stays within the width of the terminal', () => {
  const { display, take } = watch(1, { isTTY: true, columns: 30 })
  display.start(7, 0)
  display.show({ phase: 'loading', step: 0, steps: 20 })
  expect(take()).toBe('\r[--------------------] seed 7\x1b[K')
})

test('writes plain lines elsewhere, a few seconds apart', () => {
  const { display, clock, take } = watch(1)
  display.start(7, 0)
  for (let step = 0; step <= 100; step++) {
    clock.ms = step * 100
    display.show({ phase: 'denoising', step, steps: 200 })
  }
  expect(take()).toBe('seed 7: step 50 of 200, 15 s left\nseed 7: step 100 of 200, 10 s left\n')
})

test('draws a run without steps as done', () => {
  const { display, take } = watch(1, { isTTY: true })
  display.start(7, 0)
  display.show({ phase: 'encoding', step: 0, steps: 0 })
  expect(take()).toContain('[####################]')
})

test.each([
  [0, '0.0 s'],
  [840, '0.8 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [7_860_000, '2 h 11 min'],
])('calls %d ms %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})
