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

/**
 * Rows `start` to `end` (exclusive) of a tensor as a view of its own: no bytes move.
 *
 * @throws RangeError when the tensor has no such rows
 */
export function viewRows(view: TensorView, start: number, end: number): TensorView {
  const [rows, ...rest] = view.shape
  if (rows === undefined || start < 0 || end > rows || start > end) {
    throw new RangeError(`a tensor of shape [${view.shape.join(', ')}] has no rows ${start} to ${end}`)
  }
  const rowBytes = rows === 0 ? 0 : view.length / rows
  return { ...view, offset: view.offset + start * rowBytes, length: (end - start) * rowBytes, shape: [end - start, ...rest] }
}

/** The tensors whose keys begin with `prefix`, under their keys without it. */
export function withoutPrefix(weights: Weights, prefix: string): Map<string, TensorView> {
  const inner = new Map<string, TensorView>()
  for (const [key, view] of weights) {
    if (key.startsWith(prefix)) inner.set(key.slice(prefix.length), view)
  }
  return inner
}
