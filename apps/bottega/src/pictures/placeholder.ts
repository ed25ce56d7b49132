import type { Sharp } from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'

/** The longer side of what is hashed. The hash holds seven waves at most, and twice the side takes four times as long. */
const HASHED_SIDE = 32

/** What a page shows of a picture while its thumbnail is on the way: its ThumbHash, about 25 bytes, in base64. */
export async function makePlaceholder(picture: Sharp): Promise<string> {
  const { data, info } = await picture
    .resize(HASHED_SIDE, HASHED_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}
