import type { PaintingModel } from '../../models/index.ts'

type SizeSupport = PaintingModel['supports']['size']

/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** The proportions that are offered, widest first. */
export const ASPECTS = ['16:9', '3:2', '4:3', '1:1', '3:4', '2:3', '9:16'] as const

/** Proportions by their name. */
export type Aspect = (typeof ASPECTS)[number]

/** Width over height. */
export function ratioOf(aspect: Aspect): number {
  const [width = 1, height = 1] = aspect.split(':').map(Number)
  return width / height
}

/** The size of these proportions with about as many pixels as a model is best at, in its steps. */
export function fitAspect(aspect: Aspect, size: SizeSupport): Size {
  return fitRatio(ratioOf(aspect), size)
}

/** The size whose width is so many times its height, with about as many pixels as a model is best at, in its steps. */
export function fitRatio(ratio: number, { native, min, max, multiple_of }: SizeSupport): Size {
  const width = Math.sqrt(native.width * native.height * ratio)
  const round = (side: number) => Math.min(max, Math.max(min, Math.round(side / multiple_of) * multiple_of))
  return { width: round(width), height: round(width / ratio) }
}

/** Whether two sizes have about the same proportions. */
export function isSameShape(one: Size, other: Size): boolean {
  return Math.abs(Math.log((one.width / one.height) * (other.height / other.width))) < 0.05
}

/** Which of the offered proportions a size has, as far as a model's steps allow. */
export function findAspect({ width, height }: Size, size: SizeSupport): Aspect | undefined {
  const isClose = (aspect: Aspect) => Math.abs(width / ratioOf(aspect) - height) < size.multiple_of / 2 + 0.5
  return ASPECTS.find((aspect) => {
    const fitted = fitAspect(aspect, size)
    return (fitted.width === width && fitted.height === height) || isClose(aspect)
  })
}
