import type { Picture } from '../engine-types.ts'

const pixelsOf = ({ width, height }: Picture): number => width * height

/**
 * The brightness of every pixel, one byte each; transparency counts for nothing.
 *
 * @source  ITU-R BT.601 luma, 0.299 R + 0.587 G + 0.114 B, in 16-bit fixed point
 */
export function toGrey(picture: Picture): Picture {
  const { data, width, height, channels } = picture
  if (channels === 1) return picture
  const grey = new Uint8Array(pixelsOf(picture))
  for (let at = 0, from = 0; at < grey.length; at++, from += channels) {
    const [red, green, blue] = [data[from] as number, data[from + 1] as number, data[from + 2] as number]
    grey[at] = (red * 19595 + green * 38470 + blue * 7471 + 32768) >> 16
  }
  return { data: grey, width, height, channels: 1 }
}

/** The picture in three channels; grey ones become equal, transparency is dropped and uncovers what lies under it. */
export function toRgb(picture: Picture): Picture & { readonly channels: 3 } {
  const { data, width, height, channels } = picture
  if (channels === 3) return { data, width, height, channels }
  const rgb = new Uint8Array(pixelsOf(picture) * 3)
  for (let to = 0, from = 0; to < rgb.length; to += 3, from += channels) {
    rgb[to] = data[from] as number
    rgb[to + 1] = data[channels === 1 ? from : from + 1] as number
    rgb[to + 2] = data[channels === 1 ? from : from + 2] as number
  }
  return { data: rgb, width, height, channels: 3 }
}

/** The picture in four channels; opaque where it had no transparency. */
export function toRgba(picture: Picture): Picture & { readonly channels: 4 } {
  const { data, width, height, channels } = picture
  if (channels === 4) return { data, width, height, channels }
  const rgba = new Uint8Array(pixelsOf(picture) * 4)
  for (let to = 0, from = 0; to < rgba.length; to += 4, from += channels) {
    rgba[to] = data[from] as number
    rgba[to + 1] = data[channels === 1 ? from : from + 1] as number
    rgba[to + 2] = data[channels === 1 ? from : from + 2] as number
    rgba[to + 3] = 255
  }
  return { data: rgba, width, height, channels: 4 }
}

/** The picture with as many channels as another. */
export function toModeOf({ channels }: Pick<Picture, 'channels'>, picture: Picture): Picture {
  if (channels === 1) return toGrey(picture)
  return channels === 3 ? toRgb(picture) : toRgba(picture)
}

/** The opacity of every pixel as a grey picture: white is opaque. */
export function alphaOf(picture: Picture): Picture {
  const { data, width, height, channels } = picture
  const alpha = new Uint8Array(pixelsOf(picture)).fill(255)
  if (channels === 4) for (let at = 0; at < alpha.length; at++) alpha[at] = data[at * 4 + 3] as number
  return { data: alpha, width, height, channels: 1 }
}

/** The colours of a picture under the opacity that a grey picture of the same size says. */
export function withAlpha(picture: Picture, alpha: Picture): Picture {
  const rgba = toRgba(picture).data.slice()
  for (let at = 0; at < alpha.data.length; at++) rgba[at * 4 + 3] = alpha.data[at] as number
  return { data: rgba, width: picture.width, height: picture.height, channels: 4 }
}

/** Black for white and white for black; opacity, where there is one, stays. */
export function invert(picture: Picture): Picture {
  const data = picture.data.map((value, at) => (picture.channels === 4 && at % 4 === 3 ? value : 255 - value))
  return { ...picture, data }
}
