import type { Picture } from '@bottega/nodes'
import sharp, { type Sharp } from 'sharp'
import { makePlaceholder } from '../../pictures/placeholder.ts'
import { insertPngTexts, type PngText } from '../../pictures/png-text.ts'

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_SIDE = 256

/** The most pixels of a stored image that a node takes. */
const MAX_PIXELS = 100_000_000

/**
 * A stored image as pixels: grey, RGB, or RGBA where it has transparency.
 *
 * @throws Error when the file is damaged
 */
export async function decodeStored(bytes: Uint8Array): Promise<Picture> {
  const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
  const { space, hasAlpha } = await image.metadata()
  const isGrey = space === 'b-w' && !hasAlpha
  const { data, info } = await image
    .toColourspace(isGrey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: checkChannels(info.channels) }
}

/** A PNG file of the picture with texts inside. The same picture and texts give the same bytes. */
export async function encodeStored(picture: Picture, texts: readonly PngText[]): Promise<Uint8Array> {
  const png = await open(picture)
    .toColourspace(picture.channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 1 })
    .toBuffer()
  return insertPngTexts(png, texts, { isCompressed: true })
}

/** A WebP file of the picture, made smaller where its longer side has more than 256 pixels. */
export async function encodeThumbnail(picture: Picture): Promise<Uint8Array> {
  return open(picture)
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer()
}

/** What pages show of the picture until they have its thumbnail. */
export async function encodePlaceholder(picture: Picture): Promise<string> {
  return makePlaceholder(open(picture))
}

/** A JPEG file of a preview as small as it is. */
export async function encodeJpeg(picture: Picture): Promise<Uint8Array> {
  return open(picture).jpeg({ quality: 85 }).toBuffer()
}

function open({ data, width, height, channels }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels } })
}

function checkChannels(channels: number): Picture['channels'] {
  if (channels === 1 || channels === 3 || channels === 4) return channels
  throw new RangeError(`an image of ${channels} channels is none that is stored`)
}
