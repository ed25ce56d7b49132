import type { ImageToImageForm, Recipe } from './form.ts'
import { addEncoder, finishSd1Graph, isResized, paintedSizeOf, startSd1Graph } from './sd1-base.ts'
import { addResizeOut } from './text-to-image.ts'

/**
 * The graph that paints over a picture with Stable Diffusion 1 or 2.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 */
export function buildImageToImageGraph(form: ImageToImageForm, newSuffix: () => string): Recipe {
  const base = startSd1Graph(form, 1 - form.strength, newSuffix)
  const { builder } = base
  if (isResized(form)) {
    const resize = builder.add('resize_in', 'img_resize', { image: form.image, ...paintedSizeOf(form) })
    builder.connect(resize, 'image', addEncoder(base, {}))
  } else {
    addEncoder(base, { image: form.image })
  }
  const metadata = { strength: form.strength, init_image: form.image.image_name }
  return finishSd1Graph(form, base, { name: 'img2img', metadata }, addResizeOut(form, base))
}
