import type { ImageField } from '../fields/index.ts'
import type { InpaintForm, Recipe } from './form.ts'
import type { BuiltNode, NodeFields } from './graph-builder.ts'
import { addEncoder, finishSd1Graph, isResized, paintedSizeOf, type Sd1Base, sizeOf, startSd1Graph } from './sd1-base.ts'
import { addResizeOut } from './text-to-image.ts'

/** A stored image on its way into nodes: as it is, or through a node that brings it to the painted size. */
interface Feed {
  readonly image: ImageField
  readonly resize: BuiltNode | undefined
}

function feed({ builder }: Sd1Base, form: InpaintForm, prefix: string, image: ImageField): Feed {
  const resize = isResized(form) ? builder.add(prefix, 'img_resize', { image, ...paintedSizeOf(form) }) : undefined
  return { image, resize }
}

function addFed({ builder }: Sd1Base, prefix: string, type: string, feeds: Readonly<Record<string, Feed>>, fields: NodeFields) {
  const literals = Object.entries(feeds).flatMap(([name, { image, resize }]) => (resize ? [] : [[name, image]]))
  const node = builder.add(prefix, type, { ...fields, ...Object.fromEntries(literals) })
  for (const [name, { resize }] of Object.entries(feeds)) if (resize) builder.connect(resize, 'image', node, name)
  return node
}

function addStart(base: Sd1Base, form: InpaintForm, image: Feed): void {
  const { builder, seed } = base
  if (form.noiseMask === undefined) {
    const encode = addEncoder(base, image.resize ? {} : { image: image.image })
    if (image.resize) builder.connect(image.resize, 'image', encode)
    return
  }
  const mask = feed(base, form, 'resize_noise_mask_in', form.noiseMask)
  const amount = { noise_type: 'gaussian', amount: 1, noise_color: true }
  const noise = addFed(base, 'inpaint_noise', 'img_noise', { image, mask }, amount)
  builder.connect(seed, 'value', noise, 'seed')
  builder.connect(noise, 'image', addEncoder(base, {}))
}

function addMask(base: Sd1Base, form: InpaintForm, image: Feed): BuiltNode {
  const { builder, vaeSource, modelLoader, denoise } = base
  const mask = feed(base, form, 'resize_mask_in', form.mask)
  const gradient = addFed(
    base,
    'create_gradient_mask',
    'create_gradient_mask',
    { image, mask },
    {
      coherence_mode: form.coherenceMode ?? 'Gaussian Blur',
      minimum_denoise: form.minimumDenoise ?? 0,
      edge_radius: form.edgeRadius ?? 16,
      fp32: true,
    },
  )
  builder.connect(vaeSource, 'vae', gradient)
  builder.connect(modelLoader, 'unet', gradient)
  builder.connect(gradient, 'denoise_mask', denoise)
  const expand = builder.add('expand_mask_with_fade', 'expand_mask_with_fade', { fade_size_px: form.fadeSize ?? 16 })
  builder.connect(gradient, 'expanded_mask_area', expand, 'mask')
  if (!isResized(form)) return expand
  const resize = builder.add('resize_mask_out', 'img_resize', sizeOf(form))
  builder.connect(expand, 'image', resize)
  return resize
}

function addResult({ builder }: Sd1Base, form: InpaintForm, painted: BuiltNode, mask: BuiltNode): BuiltNode {
  if (form.isCutOut) {
    const cutOut = builder.add('cut_out', 'apply_mask_to_image', { invert_mask: true })
    builder.connect(painted, 'image', cutOut)
    builder.connect(mask, 'image', cutOut, 'mask')
    return cutOut
  }
  const blend = builder.add('blend', 'invokeai_img_blend', { layer_base: form.image })
  builder.connect(painted, 'image', blend, 'layer_upper')
  builder.connect(mask, 'image', blend, 'mask')
  return blend
}

/**
 * The graph that paints a part of a picture anew with Stable Diffusion 1 or 2 and puts it back into the picture.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 */
export function buildInpaintGraph(form: InpaintForm, newSuffix: () => string): Recipe {
  const base = startSd1Graph(form, 1 - form.strength, newSuffix)
  const image = feed(base, form, 'resize_in', form.image)
  addStart(base, form, image)
  const mask = addMask(base, form, image)
  const result = addResult(base, form, addResizeOut(form, base), mask)
  const metadata = { strength: form.strength, init_image: form.image.image_name }
  return finishSd1Graph(form, base, { name: 'inpaint', metadata }, result)
}
