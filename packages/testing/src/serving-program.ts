import { type ProgramProcess, startProgram } from './program-process.ts'

/** A server as a process of its own. */
export interface ServingProgram extends ProgramProcess {
  readonly url: string
  /** Ends it in order and waits until it is gone. */
  stop(): Promise<void>
}

/**
 * Starts the built program as a server and waits until it is ready.
 *
 * @param dist  the build, as global setup provides it
 * @param port  0 takes a free one
 */
export async function startServing(
  dist: string,
  root: string,
  { port = 0, flags = [] }: { readonly port?: number; readonly flags?: readonly string[] } = {},
): Promise<ServingProgram> {
  const program = startProgram(dist, ['serve', '--root', root, '--port', String(port), ...flags], { cwd: root })
  const [, url = ''] = await program.says(/ready at (\S+)/)
  return {
    ...program,
    url,
    async stop() {
      program.signalGroup('SIGTERM')
      await program.ended
    },
  }
}
