import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { findEdges } from '../image/canny.ts'
import { imageOutput } from '../outputs.ts'
import { boxBlur } from '../pixels/blur.ts'
import { erode } from '../pixels/erode.ts'
import { toGrey } from '../pixels/modes.ts'

/** A mask of the edge of another. */
export const maskEdge = defineNode({
  type: 'mask_edge',
  version: '1.2.2',
  title: 'Mask Edge',
  category: 'mask',
  tags: ['image', 'mask', 'inpaint'],
  description:
    'A mask of the edge of another: black on the edge, white elsewhere. The edge is all that is grey and all that is steep enough; it is made as wide as asked for, and its border blurred.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The mask' }),
    edge_size: integerField({ description: 'Width of the edge in pixels' }),
    edge_blur: integerField({ description: 'Pixels on each side to blur its border over; 0 or less for none' }),
    low_threshold: integerField({ description: 'The steepness that edges go on with' }),
    high_threshold: integerField({ description: 'The steepness that edges begin with' }),
  },
  output: imageOutput,
  async run({ inputs: { image, edge_size, edge_blur, low_threshold, high_threshold }, images }) {
    const grey = toGrey(await images.load(image))
    const edges = findEdges(grey, low_threshold, high_threshold)
    const isShade = (value: number) => value > 0 && value < 255
    // black here, so that eroding makes it wider
    const black = { ...grey, data: grey.data.map((value, at) => (isShade(value) || edges.data[at] === 255 ? 0 : 255)) }
    const reach = Math.max(0, Math.trunc(edge_size / 2))
    const widened = erode(black, { before: reach, after: reach })
    return images.save(edge_blur > 0 ? boxBlur(widened, edge_blur) : widened, { category: 'mask' })
  },
})
