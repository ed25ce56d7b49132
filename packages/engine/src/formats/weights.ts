import type { Dtype } from './dtypes.ts'

/** Where one tensor lies on disk. Its bytes are never read here: onnxruntime maps them from the file. */
export interface TensorView {
  /** Absolute path with links resolved. */
  readonly file: string
  /** Bytes from the start of the file. */
  readonly offset: number
  /** Bytes. */
  readonly length: number
  readonly dtype: Dtype
  readonly shape: readonly number[]
}

/** The tensors of a model or of one part of it, by key. */
export type Weights = ReadonlyMap<string, TensorView>

/** The tensors whose keys begin with `prefix`, under their keys without it. */
export function withoutPrefix(weights: Weights, prefix: string): Map<string, TensorView> {
  const inner = new Map<string, TensorView>()
  for (const [key, view] of weights) {
    if (key.startsWith(prefix)) inner.set(key.slice(prefix.length), view)
  }
  return inner
}
