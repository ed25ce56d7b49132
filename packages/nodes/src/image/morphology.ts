import { findGreatest } from '../pixels/greatest.ts'

/** Numbers in rows. */
export interface NumberPlane {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
}

/**
 * Each number becomes the greatest within an ellipse around it, as far as it lies in the plane.
 *
 * @param radiusX  of the ellipse, in pixels on each side of the middle one; 0 makes it a line or a point
 */
export function dilate(plane: NumberPlane, radiusX: number, radiusY: number): NumberPlane {
  const { width, height } = plane
  const values = new Float32Array(plane.values.length).fill(Number.NEGATIVE_INFINITY)
  const rows = Math.min(radiusY, height - 1)
  let [reach, widened] = [-1, plane.values]
  for (let distance = 0; distance <= rows; distance++) {
    const half = halfWidthAt(distance, radiusX, radiusY)
    if (half !== reach) widened = widenRows(plane, half)
    reach = half
    raise(values, widened, -distance * width)
    if (distance > 0) raise(values, widened, distance * width)
  }
  return { values, width, height }
}

/** Each number becomes the least within an ellipse around it. */
export function erode(plane: NumberPlane, radiusX: number, radiusY: number): NumberPlane {
  const negate = ({ values, ...size }: NumberPlane) => ({ values: values.map((value) => -value), ...size })
  return negate(dilate(negate(plane), radiusX, radiusY))
}

/** How far an ellipse reaches to each side, so far from its middle. */
function halfWidthAt(distance: number, radiusX: number, radiusY: number): number {
  return radiusY === 0 ? radiusX : Math.round(radiusX * Math.sqrt(1 - (distance / radiusY) ** 2))
}

/** Raises each number to the one that lies `shift` places behind it. */
function raise(values: Float32Array, others: Float32Array, shift: number): void {
  const end = Math.min(values.length, values.length - shift)
  for (let at = Math.max(0, -shift); at < end; at++) {
    const other = others[at + shift] as number
    if (other > (values[at] as number)) values[at] = other
  }
}

function widenRows({ values, width, height }: NumberPlane, reach: number): Float32Array {
  const widened = new Float32Array(values.length)
  findGreatest(values, widened, { count: height, length: width, between: width, stride: 1 }, { before: reach, after: reach })
  return widened
}
