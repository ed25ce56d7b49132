/**
 * A dense array of 32-bit floats with a shape, row-major. Latents and images are `[N, C, H, W]`,
 * conditioning is `[N, tokens, width]`. Functions of this room return new tensors and leave their
 * arguments alone.
 */
export interface Tensor {
  readonly data: Float32Array
  readonly shape: readonly number[]
}

/** The number of elements a shape holds; 1 for a scalar's empty shape. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/**
 * Wraps `data` without copying it.
 *
 * @throws RangeError when the length of `data` is not the product of `shape`
 */
export function createTensor(data: Float32Array, shape: readonly number[]): Tensor {
  if (data.length !== countElements(shape)) {
    throw new RangeError(`${data.length} numbers do not fill a tensor of shape [${shape.join(', ')}]`)
  }
  return { data, shape: [...shape] }
}

/** A tensor in which every element is `value` (0 when not given). */
export function fillTensor(shape: readonly number[], value = 0): Tensor {
  return createTensor(new Float32Array(countElements(shape)).fill(value), shape)
}

/** @throws RangeError when the two shapes differ */
export function expectSameShape(a: Tensor, b: Tensor): void {
  if (a.shape.length !== b.shape.length || a.shape.some((size, axis) => size !== b.shape[axis])) {
    throw new RangeError(`tensors of shape [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not match`)
  }
}

/**
 * Entries `start` (inclusive) to `end` (exclusive) along the first axis; the data is shared, not copied.
 */
export function sliceFirstAxis(tensor: Tensor, start: number, end: number): Tensor {
  const [, ...rest] = tensor.shape
  const stride = countElements(rest)
  return createTensor(tensor.data.subarray(start * stride, end * stride), [end - start, ...rest])
}

/** The two halves of [N, 2C, …] along its second axis, each [N, C, …]. */
export function halveChannels(tensor: Tensor): [first: Tensor, second: Tensor] {
  const [batch = 0, channels = 0, ...rest] = tensor.shape
  const size = (channels / 2) * countElements(rest)
  const half = (which: 0 | 1): Tensor => {
    const data = new Float32Array(batch * size)
    for (let n = 0; n < batch; n++) data.set(tensor.data.subarray((2 * n + which) * size, (2 * n + which + 1) * size), n * size)
    return createTensor(data, [batch, channels / 2, ...rest])
  }
  return [half(0), half(1)]
}

/**
 * Joins tensors along `axis`; all other axes must agree.
 *
 * @throws RangeError when there is nothing to join or the other axes differ
 */
export function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors
  if (first === undefined) throw new RangeError('there is no tensor to join')
  for (const tensor of tensors) {
    const fits =
      tensor.shape.length === first.shape.length && tensor.shape.every((size, at) => at === axis || size === first.shape[at])
    if (!fits) throw new RangeError(`[${tensor.shape.join(', ')}] does not join [${first.shape.join(', ')}] on axis ${axis}`)
  }
  const outer = countElements(first.shape.slice(0, axis))
  const shape = first.shape.map((size, at) => (at === axis ? tensors.reduce((sum, t) => sum + (t.shape[axis] ?? 0), 0) : size))
  const data = new Float32Array(countElements(shape))
  let offset = 0
  for (let row = 0; row < outer; row++) {
    for (const tensor of tensors) {
      const width = tensor.data.length / outer
      data.set(tensor.data.subarray(row * width, (row + 1) * width), offset)
      offset += width
    }
  }
  return createTensor(data, shape)
}
