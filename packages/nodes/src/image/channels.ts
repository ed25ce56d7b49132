import { enumField } from '@bottega/graph'
import type { Picture } from '../engine-types.ts'
import { toRgba } from '../pixels/modes.ts'
import { CHANNEL_SPACES, type ChannelSpace, mapChannels } from './channel-spaces.ts'

/** One channel of a space. */
interface Channel {
  /** Undefined for sRGB itself, whose bytes need no space. */
  readonly space?: ChannelSpace
  readonly position: number
  /** The least and the greatest value. */
  readonly range: readonly [number, number]
  /** Whether it goes on at its other end. */
  readonly isCyclic?: boolean
}

const BYTE = [0, 255] as const
const AXIS = [-128, 127] as const
const { CMYK, HSV, LAB, YCbCr } = CHANNEL_SPACES

/** The channels of images, by the words that people choose them by. */
const CHANNELS = {
  'Red (RGBA)': { position: 0, range: BYTE },
  'Green (RGBA)': { position: 1, range: BYTE },
  'Blue (RGBA)': { position: 2, range: BYTE },
  'Alpha (RGBA)': { position: 3, range: BYTE },
  'Cyan (CMYK)': { space: CMYK, position: 0, range: BYTE },
  'Magenta (CMYK)': { space: CMYK, position: 1, range: BYTE },
  'Yellow (CMYK)': { space: CMYK, position: 2, range: BYTE },
  'Black (CMYK)': { space: CMYK, position: 3, range: BYTE },
  'Hue (HSV)': { space: HSV, position: 0, range: BYTE, isCyclic: true },
  'Saturation (HSV)': { space: HSV, position: 1, range: BYTE },
  'Value (HSV)': { space: HSV, position: 2, range: BYTE },
  'Luminosity (LAB)': { space: LAB, position: 0, range: BYTE },
  'A (LAB)': { space: LAB, position: 1, range: AXIS },
  'B (LAB)': { space: LAB, position: 2, range: AXIS },
  'Y (YCbCr)': { space: YCbCr, position: 0, range: BYTE },
  'Cb (YCbCr)': { space: YCbCr, position: 1, range: BYTE },
  'Cr (YCbCr)': { space: YCbCr, position: 2, range: BYTE },
} as const satisfies Readonly<Record<string, Channel>>

/** The words for a channel. */
export type ChannelName = keyof typeof CHANNELS

const NAMES = Object.keys(CHANNELS) as ChannelName[]

/** The channel that a node changes. */
export const channelField = () => enumField(NAMES, { description: 'The channel to change' })

/**
 * An image, as RGBA, with one channel changed. Values are held within the channel's range; hue goes around.
 *
 * @param change  gets a value of the channel, and a function that mirrors values in its range
 */
export function changeChannel(
  picture: Picture,
  name: ChannelName,
  change: (value: number, mirror: (value: number) => number) => number,
): Picture {
  const { space, position, range, isCyclic }: Channel = CHANNELS[name]
  const [least, greatest] = range
  const mirror = (value: number) => (least < 0 ? -value : greatest - value)
  function renew(value: number): number {
    const changed = change(value, mirror)
    if (isCyclic) return ((changed % greatest) + greatest) % greatest
    return Math.min(greatest, Math.max(least, changed))
  }
  const rgba = toRgba(picture)
  if (space !== undefined) {
    return mapChannels(rgba, space, (value, at) => (at === position ? renew(value) : value))
  }
  const data = rgba.data.map((value, at) => (at % 4 === position ? Math.round(renew(value)) : value))
  return { ...rgba, data }
}
