import { availableParallelism } from 'node:os'
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import type { IntegerTensor, Network, Runtime } from '../denoise/index.ts'
import { EngineError } from '../errors.ts'
import type { OnnxModel } from '../onnx/index.ts'
import { createTensor, type Tensor } from '../tensor/index.ts'

type Ort = typeof import('onnxruntime-node')

let loading: Promise<Ort> | undefined

/** Loads the native library at the first network, so that importing the engine costs nothing. */
function loadOrt(): Promise<Ort> {
  // Its telemetry is on by default: it writes into the home folder and carries a foreign address.
  process.env.ORT_DISABLE_TELEMETRY = '1'
  loading ??= import('onnxruntime-node')
  return loading
}

/** Settings of a device. */
export interface RuntimeOptions {
  /** Threads of one operator; default: the processors that this process may use, minus one where there are more than four. */
  readonly threads?: number
}

/**
 * Runs networks on the CPU with onnxruntime. A run blocks the thread that calls it, and a weight file that is cut short while in use kills
 * the process: it belongs in a process of its own.
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const threads = options.threads ?? defaultThreads()
  return {
    async load(model, { keepsMemory = true } = {}) {
      const ort = await loadOrt()
      const session = await ort.InferenceSession.create(model.bytes, sessionOptions(model, threads, keepsMemory)).catch(
        (cause: unknown) => {
          throw failure(model, 'could not be loaded', cause)
        },
      )
      return createNetwork(ort, session, model)
    },
  }
}

function defaultThreads(): number {
  const available = availableParallelism()
  return available > 4 ? available - 1 : available
}

function sessionOptions(model: OnnxModel, threads: number, keepsMemory: boolean): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // The builder emits fused operators already: higher levels cost load time and save nothing.
    graphOptimizationLevel: 'basic',
    enableCpuMemArena: keepsMemory,
    // Planning memory by the first run keeps about twice as much of it afterwards, and saves no time.
    enableMemPattern: false,
    // A failed run throws; the library's own line about it would stand on standard error beside the message.
    logSeverityLevel: 4,
    extra: {
      session: {
        model_external_initializers_file_folder_path: model.weightsRoot,
        // Repacking 32-bit weights at load would copy them into private memory, and saves no time.
        disable_prepacking: '1',
        intra_op: { allow_spinning: '0' },
      },
      // Folding would widen every weight into private memory at load; unfolded, weights stay mapped from the file.
      optimization: { disable_specified_optimizers: 'ConstantFolding' },
    },
  }
}

function createNetwork(ort: Ort, session: InferenceSession, model: OnnxModel): Network {
  const toOrt = (tensor: Tensor | IntegerTensor): OrtTensor =>
    'integers' in tensor
      ? new ort.Tensor('int64', BigInt64Array.from(tensor.integers, BigInt), tensor.shape)
      : new ort.Tensor('float32', tensor.data, tensor.shape)
  return {
    async run(inputs) {
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)]))
      const results = await session.run(feeds).catch((cause: unknown) => {
        throw failure(model, 'failed while it ran', cause)
      })
      return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, fromOrt(name, result)]))
    },
    dispose: () => session.release(),
  }
}

/** The library's own words name its sources and our graph's values; they are kept as the cause. */
function failure({ name, files }: OnnxModel, what: string, cause: unknown): EngineError {
  const isMemory = cause instanceof Error && /alloc|bad_alloc|out of memory/i.test(cause.message)
  const why = isMemory
    ? 'There was not enough memory; close other programs, or ask for a smaller picture.'
    : `Its weights may be damaged, or were changed or cut short after they were opened (${files.join(', ')}). Download the model again.`
  return new EngineError('computation_failed', `The ${name} ${what}. ${why}`, { cause })
}

function fromOrt(name: string, result: OrtTensor): Tensor {
  if (!(result.data instanceof Float32Array)) throw new TypeError(`output ${name} is of ${result.type}, not of 32-bit floats`)
  return createTensor(result.data, result.dims)
}
