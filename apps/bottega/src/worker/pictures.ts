import { EngineError, type MaskImage, type RgbImage } from '@bottega/engine'
import sharp, { type Sharp } from 'sharp'
import { findFormat } from '../pictures/formats.ts'
import { insertPngTexts, type PngText } from '../pictures/png-text.ts'
import type { GivenPicture } from './port.ts'

/** The most pixels of a picture that a person gives; a small file can claim any number of them. */
const MAX_INPUT_PIXELS = 100_000_000

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Width and height of a given picture as a person sees it: of its first frame, turned as its EXIF orientation says.
 * Reads its header only.
 *
 * @throws EngineError `file_malformed` when it is no picture
 */
export async function measurePicture(picture: GivenPicture): Promise<Size> {
  return readPicture(picture, async () => {
    const { autoOrient } = await open(picture).metadata()
    return { width: autoOrient.width, height: autoOrient.height }
  })
}

/**
 * A given picture as 8-bit sRGB of exactly the size asked for. It keeps its proportions: what is too wide or too high
 * is cut off evenly at both sides. Any bit depth is scaled to 8 bits, transparent parts become white, of an animation the first
 * frame is taken, and EXIF orientation and colour profiles are applied.
 *
 * @throws EngineError `file_malformed` when it is no picture or a damaged one
 */
export async function decodePicture(picture: GivenPicture, size: Size): Promise<RgbImage> {
  return readPicture(picture, async () => {
    const upright = open(picture).autoOrient().flatten({ background: '#ffffff' })
    const data = await cover(upright, size).toColourspace('srgb').removeAlpha().raw().toBuffer()
    return { data, ...size }
  })
}

/**
 * A given mask as one byte a pixel, 255 where it is white. It is first stretched over the picture that it belongs to and then
 * cut like it, so both stay in place; transparent parts count as black (keep).
 *
 * @param imageSize  size of the picture that the mask belongs to, before any fitting
 * @throws EngineError `file_malformed` when it is no picture or a damaged one
 */
export async function decodeMask(mask: GivenPicture, imageSize: Size, size: Size): Promise<MaskImage> {
  return readPicture(mask, async () => {
    const upright = open(mask)
      .autoOrient()
      .flatten({ background: '#000000' })
      .resize({ ...imageSize, fit: 'fill' })
    const stretched = await upright.toColourspace('b-w').raw().toBuffer()
    const whole = sharp(stretched, { raw: { ...imageSize, channels: 1 } })
    const data = await cover(whole, size).toColourspace('b-w').raw().toBuffer()
    return { data, ...size }
  })
}

/** A PNG file of the picture with texts inside; the same picture and texts give the same bytes. */
export async function encodePng(image: RgbImage, texts: readonly PngText[]): Promise<Uint8Array> {
  const png = await openRaw(image).png({ compressionLevel: 6 }).toBuffer()
  return insertPngTexts(png, texts)
}

/** A preview of a step scaled up to the size of the picture, as a file of the given format. */
export async function encodePreview(preview: RgbImage, size: Size, format: 'jpeg' | 'png'): Promise<Uint8Array> {
  return scalePreview(openRaw(preview), size, format)
}

/** A preview of a server, a small file, scaled up in the same way. */
export async function enlargePreview(file: Uint8Array, size: Size, format: 'jpeg' | 'png'): Promise<Uint8Array> {
  return scalePreview(sharp(file, { limitInputPixels: MAX_INPUT_PIXELS }), size, format)
}

/** A PNG file of a picture, or of a mask as shades of grey. */
export async function encodePlainPng({ data, width, height }: RgbImage | MaskImage): Promise<Uint8Array> {
  const channels = data.length === width * height ? 1 : 3
  const image = sharp(data, { raw: { width, height, channels } })
  return image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 3 })
    .toBuffer()
}

function scalePreview(preview: Sharp, size: Size, format: 'jpeg' | 'png'): Promise<Uint8Array> {
  const scaled = preview.resize({ ...size, fit: 'fill', kernel: 'cubic' })
  return format === 'jpeg' ? scaled.jpeg({ quality: 85 }).toBuffer() : scaled.png({ compressionLevel: 3 }).toBuffer()
}

function open(picture: GivenPicture): Sharp {
  return sharp(picture.bytes, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' })
}

function openRaw(image: RgbImage): Sharp {
  return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
}

function cover(picture: Sharp, size: Size): Sharp {
  return picture.resize({ ...size, fit: 'cover', position: 'centre' })
}

async function readPicture<T>(picture: GivenPicture, read: () => Promise<T>): Promise<T> {
  try {
    if (findFormat(picture.bytes) === undefined) throw new Error('its format is unknown')
    return await read()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new EngineError(
      'file_malformed',
      `${picture.name} cannot be read as a picture (${reason}). Give a whole PNG, JPEG, WebP, GIF, TIFF or AVIF file of at most 100 million pixels.`,
      { cause },
    )
  }
}
