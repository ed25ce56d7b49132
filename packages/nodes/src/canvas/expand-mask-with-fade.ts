import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { measureDistances } from '../pixels/distance.ts'
import { toGrey } from '../pixels/modes.ts'
import { fitCubic } from './fit-cubic.ts'

/** A mask with a soft edge around its black part. */
export const expandMaskWithFade = defineNode({
  type: 'expand_mask_with_fade',
  schemaName: 'ExpandMaskWithFadeInvocation',
  version: '1.0.1',
  title: 'Expand Mask with Fade',
  category: 'mask',
  tags: ['image', 'mask'],
  description:
    'Makes black of all that is not brighter than the threshold, and lets it fade to white around it: black up to a pixel ' +
    'away, then slowly brighter, white at the size of the fade. Without a fade the mask stays as it is.',
  inputs: {
    ...savedImageInputs,
    mask: imageField({ description: 'The mask: black is the part to expand' }),
    threshold: integerField({ default: 0, min: 0, max: 255, description: 'The brightest value that counts as black' }),
    fade_size_px: integerField({ default: 32, min: 0, description: 'Size of the fade in pixels' }),
  },
  output: imageOutput,
  async run({ inputs: { mask, threshold, fade_size_px: fade }, images }) {
    const grey = toGrey(await images.load(mask))
    if (fade === 0) return images.save(grey, { category: 'mask' })
    const { width, height, channels } = grey
    const distances = measureDistances(
      grey.data.map((value) => Number(value <= threshold)),
      width,
      height,
    )
    const brighten = createFade(fade)
    const data = new Uint8Array(distances.map((distance) => brighten(distance) * 255))
    return images.save({ data, width, height, channels }, { category: 'mask' })
  },
})

/** Brightness 0..1 by the distance from black: the cubic nearest to five points, held within its ends. */
function createFade(size: number): (distance: number) => number {
  const cubic = fitCubic([
    [0, 0],
    [1 / size, 0],
    [0.2, 0.2],
    [0.8, 0.9],
    [1, 1],
  ])
  return (distance) => {
    if (distance === 0) return 0
    return distance >= size ? 1 : Math.min(1, Math.max(0, cubic(distance / size)))
  }
}
