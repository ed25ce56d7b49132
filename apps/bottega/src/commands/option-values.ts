import { EngineError, parseSchedulerId, type SchedulerId } from '@bottega/engine'
import { InvalidArgumentError } from 'commander'

/** Reads a whole number in plain digits within the limits; for commander's options, which name the option in the refusal. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value === 0 ? 0 : value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** Reads a number, whole or with a decimal point, within the limits. */
export function decimalNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value === 0 ? 0 : value
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`)
  }
}

/** Reads a side of a picture in pixels: a multiple of `step` within the limits. Refusals name the nearest that would do. */
export function pictureSide(least: number, most: number, step: number): (text: string) => number {
  const readPixels = wholeNumber(least, most)
  return (text) => {
    const side = readPixels(text)
    if (side % step === 0) return side
    const below = side - (side % step)
    throw new InvalidArgumentError(`It must be a multiple of ${step}: take ${below} or ${below + step}.`)
  }
}

/** Takes a text of at most so many characters, also an empty one. */
export function textUpTo(most: number): (text: string) => string {
  return (text) => {
    if (text.length <= most) return text
    throw new InvalidArgumentError(`It has ${text.length} characters; ${most} are the most.`)
  }
}

/** Takes the path of a file or folder, which an empty text is not. */
export function somePath(path: string): string {
  if (path.trim() !== '') return path
  throw new InvalidArgumentError('It must name a file or folder.')
}

/** A name of a JPEG or PNG file. */
export interface PictureFileName {
  readonly path: string
  readonly format: 'jpeg' | 'png'
}

/** Takes the name of a picture file whose ending tells its format. */
export function pictureFileName(path: string): PictureFileName {
  const ending = /\.(jpe?g|png)$/i.exec(path)?.[1]?.toLowerCase()
  if (ending === undefined) throw new InvalidArgumentError('Its name must end in .jpg, .jpeg or .png, which tells the format.')
  return { path, format: ending === 'png' ? 'png' : 'jpeg' }
}

/** Takes the name of a scheduler; the refusal lists those that there are. */
export function schedulerName(name: string): SchedulerId {
  try {
    return parseSchedulerId(name)
  } catch (error) {
    throw error instanceof EngineError ? new InvalidArgumentError(toSentence(error.message)) : error
  }
}

function toSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`
}
