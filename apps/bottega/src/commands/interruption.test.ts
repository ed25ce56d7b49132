import { expect, test } from 'vitest'
import { InterruptedError, runInterruptible } from './interruption.ts'

/** Work that goes on until it is aborted. */
function workUntilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends the work with exit code %d, and a second one right behind it changes nothing', async (signal, exitCode) => {
  const work = runInterruptible(workUntilAborted)
  process.emit(signal, signal)
  process.emit(signal, signal)
  await expect(work).rejects.toEqual(new InterruptedError(signal))
  await expect(work).rejects.toMatchObject({ exitCode })
})

test('passes on what the work returns or throws, and listens no longer', async () => {
  const before = process.listenerCount('SIGINT')
  expect(await runInterruptible(async () => 7)).toBe(7)
  await expect(runInterruptible(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(process.listenerCount('SIGINT')).toBe(before)
})
