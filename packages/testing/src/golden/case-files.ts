import { join } from 'node:path'
import { readSafetensorsHeader, readTensor, type Tensor, type Weights } from '@bottega/engine'
import { readJson } from './index-file.ts'

/** Every tensor of a file, in memory. */
export async function readTensors(path: string): Promise<Map<string, Tensor>> {
  const { tensors } = await readSafetensorsHeader(path)
  const read = new Map<string, Tensor>()
  for (const [name, view] of tensors) read.set(name, await readTensor(view))
  return read
}

/** A model of a set: its configuration and its tensors' places. */
export async function readModel(folder: string, name: string): Promise<{ config: unknown; weights: Weights }> {
  const { tensors } = await readSafetensorsHeader(join(folder, 'models', name, 'weights.safetensors'))
  return { config: await readJson(join(folder, 'models', name, 'config.json')), weights: tensors }
}

/** @throws naming the tensor when a set lacks it */
export function expectTensor(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name)
  if (tensor === undefined) throw new Error(`the case has no tensor ${name}`)
  return tensor
}
