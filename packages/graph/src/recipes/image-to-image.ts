import type { ImageToImageForm, Recipe, Size } from './form.ts'
import { addEncoder, finishSd1Graph, paintedSizeOf, type Sd1Base, startSd1Graph } from './sd1-base.ts'
import { addResizeOut } from './text-to-image.ts'

/** The largest rectangle in the middle of an image that has the proportions of the result. */
function cropToProportions(from: Size, { width, height }: Size) {
  const scale = Math.min(from.width / width, from.height / height)
  const cropped = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  const [x, y] = [Math.floor((from.width - cropped.width) / 2), Math.floor((from.height - cropped.height) / 2)]
  return { x, y, ...cropped }
}

function isSameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height
}

function addImage(base: Sd1Base, form: ImageToImageForm): void {
  const { image, imageSize = form, paintedSize = form } = form
  const { builder } = base
  if (isSameSize(imageSize, paintedSize)) {
    addEncoder(base, { image })
    return
  }
  const rectangle = cropToProportions(imageSize, form)
  const crop = isSameSize(rectangle, imageSize) ? undefined : builder.add('crop_in', 'img_crop', { image, ...rectangle })
  const resize = builder.add('resize_in', 'img_resize', { ...(crop ? {} : { image }), ...paintedSizeOf(form) })
  if (crop) builder.connect(crop, 'image', resize)
  builder.connect(resize, 'image', addEncoder(base, {}))
}

/**
 * The graph that paints over a picture with Stable Diffusion 1 or 2.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 */
export function buildImageToImageGraph(form: ImageToImageForm, newSuffix: () => string): Recipe {
  const base = startSd1Graph(form, 1 - form.strength, newSuffix)
  addImage(base, form)
  const metadata = { strength: form.strength, init_image: form.image.image_name }
  return finishSd1Graph(form, base, { name: 'img2img', metadata }, addResizeOut(form, base))
}
