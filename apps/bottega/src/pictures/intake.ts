import type { Metadata, Sharp } from 'sharp'
import { explainUnreadable, PictureError } from './errors.ts'
import { findFormat } from './formats.ts'
import { loadSharp } from './load-sharp.ts'
import { makePlaceholder } from './placeholder.ts'
import { inspectPng, type PngContent, stripPng } from './plain-png.ts'
import { insertChunks } from './png-chunks.ts'
import { makeThumbnail } from './thumbnail.ts'
import { createTurns } from './turns.ts'

/** A picture as it is stored: an 8-bit sRGB PNG, upright, still, decoded whole once. */
export interface PreparedPicture {
  readonly png: Uint8Array
  /** WebP of at most 256 pixels. */
  readonly thumbnail: Uint8Array
  /** Its ThumbHash in base64. */
  readonly placeholder: string
  readonly width: number
  readonly height: number
}

/** What is done to a picture on its way in. */
export interface PictureChanges {
  /** Whether to cut off what is fully transparent around it. */
  readonly cropVisible?: boolean | undefined
  /** The size to stretch it to. */
  readonly resizeTo?: { readonly width: number; readonly height: number } | undefined
}

/**
 * Takes pictures that people bring. All decoding happens in threads of sharp, two pictures at a time; others wait for their turn.
 */
export interface PictureIntake {
  /**
   * Makes a picture ready to be stored, whatever it is called. An 8-bit sRGB PNG stays as it came; other formats, bit depths and
   * colours are converted. Of an animation the first frame is taken. Texts that other programs wrote into a PNG stay, up to 4
   * MiB.
   *
   * @throws PictureError
   */
  prepare(bytes: Uint8Array, changes?: PictureChanges): Promise<PreparedPicture>
  /**
   * Makes only a thumbnail of a picture, for covers.
   *
   * @throws PictureError
   */
  prepareThumbnail(bytes: Uint8Array): Promise<Uint8Array>
}

/** How pictures are taken. */
export interface IntakeOptions {
  /** The most pixels of a picture, told by its header before anything is decoded. */
  readonly maxPixels?: number
  /** Of the PNGs that are written, 0 (fast) to 9 (small). */
  readonly compressionLevel?: number
}

const MAX_PIXELS = 100_000_000
/** A decoder holds one of the few threads that files are read and written with as well; these leave some for them. */
const AT_ONCE = 2
/** More than any picture has; each costs as much memory as the picture itself. */
const MAX_CHANNELS = 5

/** An intake with its own turns. */
export function createPictureIntake({ maxPixels = MAX_PIXELS, compressionLevel = 1 }: IntakeOptions = {}): PictureIntake {
  const takeTurn = createTurns(AT_ONCE)

  const guard = <T>(work: () => Promise<T>): Promise<T> =>
    takeTurn(work).catch((cause) => {
      throw explainUnreadable(cause, maxPixels)
    })

  const open = async (bytes: Uint8Array): Promise<Sharp> =>
    (await loadSharp())(bytes, { failOn: 'error', limitInputPixels: maxPixels })

  return {
    async prepare(bytes, changes = {}) {
      const format = requireFormat(bytes)
      return guard(async () => {
        const content = format === 'png' ? inspectPng(bytes) : undefined
        const source = content?.isCrowded ? stripPng(bytes) : bytes
        const metadata = await (await open(source)).metadata()
        requireSane(metadata)
        const { plain } = content ?? {}
        if (plain && isUpright(metadata) && !changes.cropVisible && !changes.resizeTo) {
          return withThumbnail(plain, metadata, content)
        }
        const changed = await change(await open(source), metadata, changes)
        const { data, info } = await changed.toColourspace('srgb').png({ compressionLevel }).toBuffer({ resolveWithObject: true })
        return withThumbnail(insertChunks(data, content?.texts ?? []), info, content)
      })
    },

    async prepareThumbnail(bytes) {
      requireFormat(bytes)
      return guard(async () => {
        requireSane(await (await open(bytes)).metadata())
        return makeThumbnail(bytes)
      })
    },
  }
}

/** Making the thumbnail reads the picture to its end, which is what shows that it is whole. */
async function withThumbnail(
  png: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  content: PngContent | undefined,
): Promise<PreparedPicture> {
  const thumbnail = await makeThumbnail(content?.isCrowded ? stripPng(png) : png)
  // the thumbnail shows the same, and is read in a fraction of the time
  const placeholder = await makePlaceholder((await loadSharp())(thumbnail))
  return { png, thumbnail, placeholder, width, height }
}

async function change(source: Sharp, metadata: Metadata, { cropVisible, resizeTo }: PictureChanges): Promise<Sharp> {
  let picture = source.autoOrient()
  if (cropVisible && metadata.hasAlpha) {
    const visible = await findVisible(picture.clone())
    // a second pipeline, since sharp applies each step in an order of its own
    if (visible) picture = (await loadSharp())(await picture.png({ compressionLevel: 0 }).toBuffer()).extract(visible)
  }
  return resizeTo ? picture.resize({ ...resizeTo, fit: 'fill' }) : picture
}

/** The smallest rectangle around all that is not fully transparent; undefined when nothing can be cut off. */
async function findVisible(picture: Sharp) {
  const { data, info } = await picture.extractChannel('alpha').toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const sharp = await loadSharp()
  const trimmed = await sharp(data, { raw: { width, height, channels: 1 } })
    .trim({ background: '#000000', threshold: 0, lineArt: true })
    .toBuffer({ resolveWithObject: true })
  const { trimOffsetLeft = 0, trimOffsetTop = 0 } = trimmed.info
  if (trimmed.info.width === width && trimmed.info.height === height) return undefined
  return { left: -trimOffsetLeft, top: -trimOffsetTop, width: trimmed.info.width, height: trimmed.info.height }
}

function requireFormat(bytes: Uint8Array) {
  const format = findFormat(bytes)
  if (format) return format
  throw new PictureError(
    'not_a_picture',
    'This is not a picture that can be read. Give a PNG, JPEG, WebP, GIF, TIFF or AVIF file.',
  )
}

function requireSane({ channels }: Metadata): void {
  if (channels > MAX_CHANNELS)
    throw new PictureError('picture_damaged', `The picture has ${channels} channels. Give one with colours.`)
}

function isUpright({ orientation = 1 }: Metadata): boolean {
  return orientation === 1
}
