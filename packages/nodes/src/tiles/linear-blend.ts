import type { Overlap } from './join.ts'

/** Goes over from one tile to the next along a straight line in the middle of their overlap, `amount` pixels wide. */
export function blendLinearly({ before, direction }: Overlap, amount: number): Float32Array {
  const { width, height } = before
  const length = direction === 'across' ? width : height
  const start = Math.floor(length / 2) - Math.floor(amount / 2)
  const weigh = (at: number) => {
    if (at < start) return 0
    return at < start + amount ? (at - start) / Math.max(1, amount - 1) : 1
  }
  return Float32Array.from({ length: width * height }, (_, at) =>
    weigh(direction === 'across' ? at % width : Math.floor(at / width)),
  )
}
