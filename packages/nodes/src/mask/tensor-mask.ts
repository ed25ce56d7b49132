import { createTensor, type Tensor } from '@bottega/engine'
import type { TensorField } from '@bottega/graph'
import type { EngineContext } from '../engine-types.ts'
import { refuse } from '../refuse.ts'

/** A mask as flags, row by row. */
export interface FlagMask {
  /** 1 inside, 0 outside. */
  readonly flags: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * A stored mask; what is more than a half is inside.
 *
 * @throws EngineError `request_invalid` when the tensor is no mask, [1, height, width] or [height, width]
 */
export async function loadMask({ tensors }: Pick<EngineContext, 'tensors'>, { tensor_name }: TensorField): Promise<FlagMask> {
  const { data, shape }: Tensor = await tensors.load(tensor_name)
  const [width, height, ...rest] = [...shape].reverse()
  if (width === undefined || height === undefined || rest.length > 1 || (rest[0] ?? 1) !== 1) {
    refuse(`This tensor is no mask: its shape is [${shape.join(', ')}] and not [1, height, width].`)
  }
  const flags = new Uint8Array(data.length)
  for (let at = 0; at < flags.length; at++) flags[at] = Number((data[at] as number) > 0.5)
  return { flags, width, height }
}

/** Stores a mask. @returns the values of `mask_output` */
export async function saveMask({ tensors }: Pick<EngineContext, 'tensors'>, { flags, width, height }: FlagMask) {
  const name = await tensors.save(createTensor(new Float32Array(flags), [1, height, width]))
  return { mask: { tensor_name: name }, width, height }
}
