import { AppError } from '@bottega/contracts'
import { EngineError } from '@bottega/engine'
import { CommanderError, InvalidArgumentError } from 'commander'
import { CodedError } from './coded-error.ts'
import { InterruptedError } from './commands/interruption.ts'

/** How a command that threw ends: its exit code, and what to say on standard error, if anything is left to say. */
export interface Failure {
  readonly exitCode: number
  readonly message?: string
}

/**
 * Any error as the end of a command: 0 after help, 2 wrong usage, 128 + n stopped by signal n, 1 everything else. Errors that are meant
 * for people come as their sentence, unforeseen ones with their stack.
 */
export function describeFailure(error: unknown): Failure {
  // what a command finds wrong with an answer that was typed; with options commander says it
  if (error instanceof InvalidArgumentError) return { exitCode: 2, message: `error: ${error.message}` }
  // commander has said its part already
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 }
  if (error instanceof InterruptedError) return { exitCode: error.exitCode, message: error.message }
  if (error instanceof EngineError)
    return { exitCode: error.code === 'request_invalid' ? 2 : 1, message: `error: ${error.message}` }
  if (error instanceof AppError || error instanceof CodedError) return { exitCode: 1, message: `error: ${error.message}` }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { exitCode: 1, message: `Something unforeseen happened; please report it with these lines.\n${details}` }
}
