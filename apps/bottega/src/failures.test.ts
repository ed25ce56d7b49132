import { EngineError } from '@bottega/engine'
import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { InterruptedError } from './commands/interruption.ts'
import { describeFailure } from './failures.ts'
import { FileError } from './files/errors.ts'
import { WorkerError } from './worker/errors.ts'

test.each([
  ['help', new CommanderError(0, 'commander.helpDisplayed', ''), 0],
  ['an unknown option', new CommanderError(1, 'commander.unknownOption', ''), 2],
  ['a value that does not fit', new EngineError('request_invalid', 'what'), 2],
  ['a damaged model', new EngineError('file_malformed', 'what'), 1],
  ['a full disk', new FileError('disk_full', 'what'), 1],
  ['a dead worker', new WorkerError('worker_died', 'what'), 1],
  ['Ctrl-C', new InterruptedError('SIGINT'), 130],
  ['the stop of a service', new InterruptedError('SIGTERM'), 143],
  ['a fault of the program', new TypeError('what'), 1],
])('%s has its exit code', (_, error, exitCode) => {
  expect(describeFailure(error)).toMatchObject({ exitCode })
})

test('shows the sentence of an error that is meant for people, and the stack of another', () => {
  expect(describeFailure(new FileError('disk_full', 'Free some space.')).message).toBe('error: Free some space.')
  expect(describeFailure(new TypeError('x is not a function')).message).toMatch(/unforeseen.*x is not a function\n +at /s)
})
