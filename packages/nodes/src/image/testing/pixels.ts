import type { Picture } from '../../engine-types.ts'

/**
 * A picture written down: rows parted by slashes, pixels by spaces, each two, six or eight digits of hexadecimal for grey, RGB or RGBA.
 *
 * @example
 * parsePicture('ff0000 00ff00 / 0000ff ffffff')
 */
export function parsePicture(text: string): Picture {
  const rows = text.split('/').map((row) => row.trim().split(/\s+/))
  const pixels = rows.flat()
  const channels = (pixels[0] as string).length / 2
  if (channels !== 1 && channels !== 3 && channels !== 4) throw new RangeError(`${pixels[0]} is no pixel`)
  return {
    data: new Uint8Array(Buffer.from(pixels.join(''), 'hex')),
    width: (rows[0] as string[]).length,
    height: rows.length,
    channels,
  }
}

/** A picture as {@link parsePicture} reads it. */
export function writePicture({ data, width, height, channels }: Picture): string {
  const digits = Buffer.from(data).toString('hex')
  const pixelAt = (at: number) => digits.slice(at * channels * 2, (at + 1) * channels * 2)
  const rows = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => pixelAt(y * width + x)).join(' '))
  return rows.join(' / ')
}
