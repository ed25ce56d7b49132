import { type ImageField, imageField, type SavedImage, savedImageInputs } from '@bottega/graph'
import type { EngineContext, Picture } from '../engine-types.ts'
import { alphaOf, toRgb } from '../pixels/modes.ts'
import { pastePicture } from '../pixels/paste.ts'
import { refuse } from '../refuse.ts'

/** The inputs of every node that fills transparent parts. */
export const infillInputs = { ...savedImageInputs, image: imageField({ description: 'The image' }) }

/**
 * Fills the transparent parts of an image and saves it. One that has no opacity of its own is passed on as it is.
 *
 * @param fill  gives colours for the whole picture; they show where it is transparent
 */
export async function infillImage(
  { images }: Pick<EngineContext, 'images'>,
  image: ImageField,
  fill: (picture: Picture) => Picture | Promise<Picture>,
): Promise<SavedImage> {
  const picture = await images.load(image)
  if (picture.channels !== 4) return { image, width: picture.width, height: picture.height }
  return images.save(pastePicture(toRgb(await fill(picture)), picture, alphaOf(picture)))
}

/**
 * One flag a pixel of an RGBA picture, 1 for what is less opaque than `least`.
 *
 * @throws EngineError `request_invalid` when all of it is
 */
export function findHole({ data }: Picture, least = 255): Uint8Array {
  const isHole = new Uint8Array(data.length / 4)
  for (let at = 0; at < isHole.length; at++) isHole[at] = Number((data[at * 4 + 3] as number) < least)
  if (!isHole.includes(0)) refuse('The image has no opaque pixel to fill with.')
  return isHole
}
