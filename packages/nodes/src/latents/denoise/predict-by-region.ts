import { concatenate, createTensor, type Pipeline, type Predict, sliceFirstAxis, type Tensor } from '@bottega/engine'
import type { Region } from './prompts.ts'

/**
 * The denoiser under prompts that are each for a part of the picture: it sees the picture once for each region, and at each
 * latent the predictions count by their regions' shares. With one region a side it is the plain denoiser.
 *
 * @param negative  undefined when no step is guided
 * @returns         takes one row, or two with the negative side first
 */
export async function predictByRegion(
  pipeline: Pick<Pipeline, 'predictUnder'>,
  positive: readonly Region[],
  negative: readonly Region[] | undefined,
): Promise<Predict> {
  const alone = await bindSides(pipeline, [positive])
  const both = negative && (await bindSides(pipeline, [negative, positive]))
  return (input, timestep) => (both && input.shape[0] === 2 ? both(input, timestep) : alone(input, timestep))
}

/** @param sides  one for each row of the input */
async function bindSides(pipeline: Pick<Pipeline, 'predictUnder'>, sides: readonly (readonly Region[])[]): Promise<Predict> {
  const contexts = sides.flat().map(({ context }) => context)
  const predict = await pipeline.predictUnder(concatenate(contexts, 0))
  if (contexts.length === sides.length) return predict
  return async (input, timestep) => {
    const rows = sides.flatMap((regions, side) => regions.map(() => sliceFirstAxis(input, side, side + 1)))
    const output = await predict(concatenate(rows, 0), timestep)
    let row = 0
    const blended = sides.map((regions) => blend(regions.map(({ shares }) => [shares, sliceFirstAxis(output, row, ++row)])))
    return concatenate(blended, 0)
  }
}

function blend(predictions: readonly (readonly [shares: Float32Array | undefined, prediction: Tensor])[]): Tensor {
  const shape = predictions[0]?.[1].shape ?? []
  const [, , height = 0, width = 0] = shape
  const data = new Float32Array(predictions[0]?.[1].data.length ?? 0)
  for (const [shares, prediction] of predictions) {
    for (let at = 0; at < data.length; at++) {
      const share = shares === undefined ? 1 : (shares[at % (height * width)] as number)
      data[at] = (data[at] as number) + share * (prediction.data[at] as number)
    }
  }
  return createTensor(data, shape)
}
