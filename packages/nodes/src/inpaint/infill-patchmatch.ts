import { throwIfCanceled } from '@bottega/engine'
import { enumField, floatField } from '@bottega/graph'
import { defineNode, type EngineContext, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { RESAMPLINGS, resizePicture } from '../pixels/resize.ts'
import { findHole, infillImage, infillInputs } from './infill.ts'
import { fillByPatches } from './patch-match.ts'

/** The largest side of the picture that patches are matched in. */
const MOST_SIDE = 1024

/** An image filled with patches that go with their surroundings. */
export const infillPatchmatch = defineNode({
  type: 'infill_patchmatch',
  schemaName: 'InfillPatchMatchInvocation',
  version: '1.2.2',
  title: 'PatchMatch Infill',
  category: 'inpaint',
  tags: ['image', 'inpaint'],
  description:
    'Fills the transparent parts of an image with patches of its opaque parts that go with what is around them. ' +
    'Works on a smaller picture, which is faster; what was opaque stays as it is.',
  inputs: {
    ...infillInputs,
    downscale: floatField({ default: 2, exclusiveMin: 0, description: 'How much smaller the picture is that it works on' }),
    resample_mode: enumField(RESAMPLINGS, { default: 'bicubic', description: 'How the picture is made smaller and larger' }),
  },
  output: imageOutput,
  run: (context) =>
    infillImage(context, context.inputs.image, async (picture) => {
      const { downscale, resample_mode } = context.inputs
      // refuses a picture that has nothing to learn from
      findHole(picture)
      const factor = Math.max(downscale, Math.max(picture.width, picture.height) / MOST_SIDE)
      const side = (length: number) => Math.max(1, Math.floor(length / factor))
      const small = resizePicture(picture, { width: side(picture.width), height: side(picture.height) }, resample_mode)
      // opaque parts can be so thin that they vanish
      const filled = await fill(hasOpaque(small) ? small : picture, context)
      return resizePicture(filled, picture, resample_mode)
    }),
})

/** The opacity from which on a pixel is worth learning from, once the picture has been made smaller. */
const OPAQUE = 128

const hasOpaque = ({ data }: Picture): boolean => data.some((value, at) => at % 4 === 3 && value >= OPAQUE)

async function fill(
  picture: Picture,
  { signal, reportProgress }: Pick<EngineContext, 'signal' | 'reportProgress'>,
): Promise<Picture> {
  return fillByPatches(toRgb(picture), findHole(picture, OPAQUE), async () => {
    reportProgress({ message: 'Filling the image', percentage: null })
    await new Promise((resolve) => setImmediate(resolve))
    throwIfCanceled(signal)
  })
}
