import type { Recipe, TextToImageForm } from './form.ts'
import type { BuiltNode } from './graph-builder.ts'
import { finishSd1Graph, isResized, type Sd1Base, sizeOf, startSd1Graph } from './sd1-base.ts'

/** Brings the picture to the size of the result, when it was painted at another. */
export function addResizeOut(form: TextToImageForm, { builder, decode }: Sd1Base): BuiltNode {
  if (!isResized(form)) return decode
  const resize = builder.add('resize_out', 'img_resize', sizeOf(form))
  builder.connect(decode, 'image', resize)
  return resize
}

/**
 * The graph that makes a picture from a text with Stable Diffusion 1 or 2.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 */
export function buildTextToImageGraph(form: TextToImageForm, newSuffix: () => string): Recipe {
  const base = startSd1Graph(form, 0, newSuffix)
  return finishSd1Graph(form, base, { name: 'txt2img', metadata: {} }, addResizeOut(form, base))
}
