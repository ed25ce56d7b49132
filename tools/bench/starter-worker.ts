import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type MessageFromWorker, type MessageToWorker, parseMessageFromWorker } from '../../apps/bottega/src/worker/port.ts'

/** Prompts that the starter model's card recommends. */
const PROMPTS = ['a flat fox on a teal background', 'a hamburger on a teal background', 'a flat rocket on a purple background']

/** The program's worker process, as the program forks it, painting with the starter model. */
export interface StarterWorker {
  readonly pid: number
  /**
   * Paints a picture of 128x128 pixels in 20 steps of DDIM at guidance 2.
   *
   * @param number  makes seed and prompt, so that no two pictures are the same
   * @returns       the PNG
   */
  paint(number: number, onProgress?: (phase: string, step: number) => void): Promise<Uint8Array>
  stop(): Promise<void>
}

/** @param build  folder of the build, @param modelPath  the starter model's folder */
export function startWorker(build: string, modelPath: string): StarterWorker {
  const child = fork(join(build, 'worker.js'), [], {
    serialization: 'advanced',
    stdio: ['ignore', process.stderr.fd, 'inherit', 'ipc'],
    execArgv: ['--enable-source-maps'],
  })
  if (child.pid === undefined) throw new Error('the worker could not be forked')
  let receive: (message: MessageFromWorker) => void = () => {}
  let fail: (error: Error) => void = () => {}
  child.on('message', (raw) => receive(parseMessageFromWorker(raw)))
  child.on('exit', (code, signal) => fail(new Error(`the worker ended with ${signal ?? `code ${code}`}`)))

  return {
    pid: child.pid,
    paint: (number, onProgress) =>
      new Promise((resolve, reject) => {
        fail = reject
        receive = (message) => {
          if (message.type === 'progress') onProgress?.(message.phase, message.step)
          else if (message.type === 'picture') resolve(message.bytes)
          else if (message.type === 'failed') reject(new Error(`the worker failed: ${message.message}`))
        }
        child.send(generateMessage(number, modelPath))
      }),
    async stop() {
      fail = () => {}
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

function generateMessage(number: number, modelPath: string): MessageToWorker {
  const settings = {
    prompt: PROMPTS[number % PROMPTS.length] as string,
    negativePrompt: '',
    width: 128,
    height: 128,
    steps: 20,
    guidanceScale: 2,
    guidanceRescale: 0,
    scheduler: 'ddim',
    seed: number,
    clipSkip: 0,
    denoisingStart: 0,
    denoisingEnd: 1,
  } as const
  return { type: 'generate', id: number, request: { modelPath, settings, texts: [] } }
}
