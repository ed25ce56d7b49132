import { combine, createTensor, mapElements, type Tensor } from '@bottega/engine'
import { floatField, imageField, latentsField, optional } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { toGrey } from '../pixels/modes.ts'
import { refuse } from '../refuse.ts'
import { interpolate } from './interpolate.ts'
import { latentsOutput, saveLatents } from './outputs.ts'
import { pictureToMask } from './picture-to-tensor.ts'

/** Tensors whose directions differ less than this (as a cosine) are mixed along a straight line. */
const NEARLY_PARALLEL = 0.9995

/** A mixture of two latents. */
export const lblend = defineNode({
  type: 'lblend',
  schemaName: 'BlendLatentsInvocation',
  version: '1.1.0',
  title: 'Blend Latents',
  category: 'latents',
  tags: ['latents', 'blend', 'mask'],
  description:
    'Mixes two latents of one size, on the sphere between them so that their noise keeps its strength. ' +
    'Where the mask is white, the second are the first before they are mixed.',
  inputs: {
    latents_a: latentsField({ input: 'connection', description: 'The first latents' }),
    latents_b: latentsField({ input: 'connection', description: 'The second latents' }),
    mask: optional(imageField({ description: 'White keeps the first latents' })),
    alpha: floatField({
      default: 0.5,
      min: 0,
      description: 'Share of the second latents: 0 the first alone, 1 the second alone',
    }),
  },
  output: latentsOutput,
  async run({ inputs: { latents_a, latents_b, mask, alpha }, tensors, images }) {
    const first = await tensors.load(latents_a.latents_name)
    const second = await tensors.load(latents_b.latents_name)
    if (first.shape.join() !== second.shape.join()) {
      refuse(
        `Latents of shape [${first.shape.join(', ')}] and [${second.shape.join(', ')}] do not mix: they have to be of one size.`,
      )
    }
    const [, , height = 0, width = 0] = first.shape
    const kept = mask && interpolate(pictureToMask(toGrey(await images.load(mask))), { width, height, mode: 'bilinear' })
    return saveLatents({ tensors }, mixOnSphere(first, kept ? mixByMask(second, first, kept) : second, alpha))
  },
})

function mixByMask(from: Tensor, to: Tensor, mask: Tensor): Tensor {
  const plane = mask.data.length
  return mapElements(from, (value, at) => value + (mask.data[at % plane] as number) * ((to.data[at] as number) - value))
}

/**
 * Spherical interpolation of two tensors as directions.
 *
 * @source  Shoemake 1985, "Animating rotation with quaternion curves"
 */
function mixOnSphere(first: Tensor, second: Tensor, share: number): Tensor {
  const cosine = dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second))
  // a tensor of zeros has no direction
  if (Number.isNaN(cosine) || Math.abs(cosine) > NEARLY_PARALLEL) return combine([1 - share, first], [share, second])
  const angle = Math.acos(cosine)
  const weigh = (part: number) => Math.sin(part * angle) / Math.sin(angle)
  return createTensor(combine([weigh(1 - share), first], [weigh(share), second]).data, first.shape)
}

function dot(first: Tensor, second: Tensor): number {
  return first.data.reduce((sum, value, at) => sum + value * (second.data[at] as number), 0)
}
