import { mapElements, type Tensor } from '@bottega/engine'
import type { VaeField } from '@bottega/graph'
import type { EngineContext, Picture } from '../engine-types.ts'
import { encodeImage } from '../latents/autoencoding.ts'
import { interpolate } from '../latents/interpolate.ts'
import { pictureToTensor } from '../latents/picture-to-tensor.ts'

/**
 * Stores the latents of a picture without what is painted anew, which is made grey.
 *
 * @param mask  f32 [1, 1, H, W]: below a half is painted anew
 * @returns     their name
 */
export async function saveMaskedLatents(
  context: EngineContext,
  vae: VaeField,
  { image, mask, isTiled }: { readonly image: Picture; readonly mask: Tensor; readonly isTiled: boolean },
): Promise<string> {
  const pixels = pictureToTensor(image)
  const [, , height = 0, width = 0] = pixels.shape
  const { data } = interpolate(mask, { width, height, mode: 'bilinear' })
  const kept = mapElements(pixels, (value, at) => ((data[at % data.length] as number) < 0.5 ? 0 : value))
  return context.tensors.save(await encodeImage(context, vae, kept, { tiled: isTiled, tileSize: 0 }))
}
