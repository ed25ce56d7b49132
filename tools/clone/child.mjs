// Runs the programs that prepare a clone (npm, the build).
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const OBEY_MS = 1_000

/**
 * Runs a program and waits for its end. Its output goes to standard error, so that standard output belongs to what the
 * user asked for (`--json` stays clean). SIGINT and SIGTERM go on to the child; when it has ended, so does this process, with
 * the usual exit code. Ending before it would let the next command start a second npm beside it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
export function runChild(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 2, 2] })
    let stoppedBy
    const stop = (signal) => {
      stoppedBy = signal
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), OBEY_MS).unref()
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
    child.once('error', reject)
    child.once('exit', (code) => {
      if (stoppedBy !== undefined) process.exit(128 + constants.signals[stoppedBy])
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve(code === 0)
    })
  })
}
