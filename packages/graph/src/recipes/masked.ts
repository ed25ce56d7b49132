import type { MaskedForm, Recipe } from './form.ts'
import { addEncoder, finishSd1Graph, startSd1Graph } from './sd1-base.ts'

/**
 * The graph that paints a part of a picture anew with Stable Diffusion 1 or 2, without the edges that fade of
 * {@link buildInpaintGraph}: what the mask keeps is the picture's own, pixel by pixel.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 */
export function buildMaskedGraph(form: MaskedForm, newSuffix: () => string): Recipe {
  const base = startSd1Graph(form, 1 - form.strength, newSuffix)
  const { builder, vaeSource, denoise, decode } = base
  addEncoder(base, { image: form.image })
  const mask = builder.add('create_denoise_mask', 'create_denoise_mask', { image: form.image, mask: form.mask, fp32: true })
  builder.connect(vaeSource, 'vae', mask)
  builder.connect(mask, 'denoise_mask', denoise)
  const blend = builder.add('blend', 'invokeai_img_blend', { layer_base: form.image, mask: form.blendMask ?? form.mask })
  builder.connect(decode, 'image', blend, 'layer_upper')
  const metadata = { strength: form.strength, init_image: form.image.image_name }
  return finishSd1Graph(form, base, { name: 'inpaint', metadata }, blend)
}
