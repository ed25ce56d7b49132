import type { OnnxModel } from '../onnx/index.ts'
import type { Tensor } from '../tensor/index.ts'

/** Whole-number input of a network: token ids. */
export interface IntegerTensor {
  readonly integers: readonly number[]
  readonly shape: readonly number[]
}

/** A network ready to run on a device. */
export interface Network {
  /**
   * Runs it once. The call may block its thread until it is done, and cannot be stopped midway.
   *
   * @param inputs  every input of the graph by name
   * @returns       every output by name
   */
  run(inputs: Readonly<Record<string, Tensor | IntegerTensor>>): Promise<Record<string, Tensor>>
  /** Gives its memory back. It is not used afterwards. */
  dispose(): Promise<void>
}

/** What the engine needs of a device: it turns a graph into a network that runs. `runtime/` implements it with onnxruntime. */
export interface Runtime {
  /**
   * @param options.keepsMemory  whether memory of one run is kept for the next: faster for what runs every step, wasteful for
   *                             what runs once a picture (default true)
   */
  load(model: OnnxModel, options?: { readonly keepsMemory?: boolean }): Promise<Network>
}

/** @throws when a network gave no such output */
export function outputOf(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const output = outputs[name]
  if (output === undefined) throw new Error(`a network gave no output ${name}`)
  return output
}
