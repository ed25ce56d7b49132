import { EngineError } from '@bottega/engine'
import { expect, test } from 'vitest'
import { InterruptedError, runInterruptible } from './interruption.ts'

/** Work that goes on until it is aborted, and ends in an error. */
function workUntilAborted(error: Error): (signal: AbortSignal) => Promise<never> {
  return (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(error)))
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends the work with exit code %d, and a second one right behind it changes nothing', async (signal, exitCode) => {
  const work = runInterruptible(workUntilAborted(new EngineError('canceled', 'stopped')))
  process.emit(signal, signal)
  process.emit(signal, signal)
  await expect(work).rejects.toEqual(new InterruptedError(signal))
  await expect(work).rejects.toMatchObject({ exitCode })
})

test('a failure of another kind is told although a signal came', async () => {
  const work = runInterruptible(workUntilAborted(new Error('the disk is full')))
  process.emit('SIGINT', 'SIGINT')
  await expect(work).rejects.toThrow('the disk is full')
})

test('passes on what the work returns or throws, and listens no longer', async () => {
  const before = process.listenerCount('SIGINT')
  expect(await runInterruptible(async () => 7)).toBe(7)
  await expect(runInterruptible(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(process.listenerCount('SIGINT')).toBe(before)
})
