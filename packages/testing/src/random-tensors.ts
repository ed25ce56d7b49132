import { createNoiseSource } from '@bottega/engine'
import type { TensorToWrite } from './safetensors-file.ts'

/**
 * Tensors with weights that a network of any depth survives: scaled by their fan-in, norms near 1.
 *
 * @param shapes  keys with their shapes, as `listParameters` of the engine gives them
 * @param dtype   type of all of them
 */
export function createRandomTensors(
  shapes: Iterable<readonly [key: string, { readonly shape: readonly number[] }]>,
  { seed = 0, dtype = 'F32' }: { readonly seed?: number; readonly dtype?: NonNullable<TensorToWrite['dtype']> } = {},
): Record<string, TensorToWrite> {
  const noise = createNoiseSource(seed)
  const tensors: Record<string, TensorToWrite> = {}
  for (const [key, { shape }] of shapes) {
    const fanIn = shape.slice(1).reduce((product, size) => product * size, 1)
    const isNorm = shape.length === 1 && key.endsWith('weight')
    const factor = shape.length > 1 ? 1 / Math.sqrt(fanIn) : 0.1
    tensors[key] = { dtype, shape, values: noise(shape).data.map((value) => value * factor + (isNorm ? 1 : 0)) }
  }
  return tensors
}
