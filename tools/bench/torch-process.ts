import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Tensor } from '@bottega/engine'
import { z } from 'zod'

/** What unet.py calls it. */
const REFERENCE_BLAS = 'reference BLAS'

const greeting = z.object({ torch: z.string(), blas: z.string() })
const answer = z.object({ cpu: z.number(), wall: z.number(), output: z.base64() })

/** PyTorch in a process of its own, holding the U-Net of the bench. */
export interface TorchProcess {
  readonly version: string
  /** The library that multiplies its matrices. */
  readonly blas: string
  /** Whether that is the reference implementation, which nobody uses who minds the time. */
  readonly hasReferenceBlas: boolean
  /** Runs one step; its seconds are taken inside the process, around the network alone. */
  step(inputs: {
    sample: Tensor
    context: Tensor
    timestep: number
  }): Promise<{ cpu: number; wall: number; output: Float32Array }>
  stop(): Promise<void>
}

/** The Python on this machine that has PyTorch, or undefined: $PYTHON where it is set, else python3, else the system's. */
export function findTorch(): string | undefined {
  const candidates = process.env.PYTHON === undefined ? ['python3', '/usr/bin/python3'] : [process.env.PYTHON]
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0)
}

/** Starts PyTorch with the U-Net's weights widened to 32 bits. */
export async function startTorch(python: string, root: string, checkpoint: string, threads: number): Promise<TorchProcess> {
  const child = spawn(python, [join(root, 'tools/bench/unet.py'), checkpoint, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('PyTorch ended before it answered')
    return JSON.parse(value)
  }
  const { torch, blas } = greeting.parse(await read())
  return {
    version: torch,
    blas,
    hasReferenceBlas: blas === REFERENCE_BLAS,
    async step({ sample, context, timestep }) {
      child.stdin.write(`${JSON.stringify({ sample: toBase64(sample), context: toBase64(context), timestep })}\n`)
      const { output, ...seconds } = answer.parse(await read())
      return { ...seconds, output: new Float32Array(Uint8Array.from(Buffer.from(output, 'base64')).buffer) }
    },
    async stop() {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}

const toBase64 = ({ data }: Tensor): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
