import { fork } from 'node:child_process'
import { once } from 'node:events'

/**
 * Runs a task of this bench in a process of its own, forked from the same entry, so that it begins with clean memory.
 *
 * @param task   its name in the entry's table
 * @param input  what it is given
 * @returns      what it returned
 * @throws       Error when the process ends without a result
 */
export async function runInFreshProcess<Result>(task: string, input: unknown): Promise<Result> {
  const entry = process.argv[1]
  if (entry === undefined) throw new Error('the bench does not know the file that it runs from')
  const child = fork(entry, ['--task', task], { serialization: 'advanced', execArgv: ['--enable-source-maps'] })
  let result: { readonly value: Result } | undefined
  child.on('message', (message: { readonly value: Result }) => {
    result = message
  })
  child.send({ input })
  const [code, signal] = await once(child, 'exit')
  if (code !== 0 || result === undefined) throw new Error(`${task} ended with ${signal ?? `code ${code}`} and gave no result`)
  return result.value
}

/** The other side of {@link runInFreshProcess}: takes the input, runs the task, hands its result over and ends the process. */
export async function serveTask(run: (input: unknown) => Promise<unknown>): Promise<void> {
  const [message] = await once(process, 'message')
  try {
    const value = await run((message as { readonly input: unknown }).input)
    await new Promise<void>((resolve) => process.send?.({ value }, () => resolve()))
    process.disconnect()
  } catch (error) {
    console.error(error)
    // not left to run out: what the task has started would keep the process alive
    process.exit(1)
  }
}
