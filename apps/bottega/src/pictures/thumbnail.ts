import { loadSharp } from './load-sharp.ts'

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_SIDE = 256

/**
 * A small WebP of a picture, upright, in its proportions, never larger than the picture itself. Reads the picture to its end.
 *
 * @param picture  bytes of a file that sharp reads
 * @throws an error of sharp when any part of it is damaged
 */
export async function makeThumbnail(picture: Uint8Array): Promise<Uint8Array> {
  const sharp = await loadSharp()
  return sharp(picture, { failOn: 'error', limitInputPixels: false })
    .autoOrient()
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ effort: 2 })
    .toBuffer()
}
