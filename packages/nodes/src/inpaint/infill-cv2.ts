import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { fillByMarching } from './fast-marching.ts'
import { findHole, infillImage, infillInputs } from './infill.ts'

/** An image filled from the edges of its holes inwards. */
export const infillCv2 = defineNode({
  type: 'infill_cv2',
  schemaName: 'CV2InfillInvocation',
  version: '1.2.2',
  title: 'CV2 Infill',
  category: 'inpaint',
  tags: ['image', 'inpaint'],
  description:
    "Fills the transparent parts of an image from their edges inwards, by Telea's method. " +
    'Small holes disappear, large ones blur.',
  inputs: infillInputs,
  output: imageOutput,
  run: ({ inputs: { image }, images }) => infillImage({ images }, image, fill),
})

function fill(picture: Picture): Picture {
  return fillByMarching(toRgb(picture), findHole(picture))
}
