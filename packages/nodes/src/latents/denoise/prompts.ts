import { concatenate, createTensor, type Tensor } from '@bottega/engine'
import type { ConditioningField } from '@bottega/graph'
import type { EncodedPrompt, EngineContext } from '../../engine-types.ts'
import { refuse } from '../../refuse.ts'
import { interpolate } from '../interpolate.ts'

/** What one row of the denoiser is told, and how much its prediction counts at each latent. */
export interface Region {
  /** f32 [1, tokens, width]. */
  readonly context: Tensor
  /** f32 [h·w]; the shares of all regions of a picture add up to 1. Undefined when there is one region, everywhere. */
  readonly shares: Float32Array | undefined
}

/** One side of the guidance before its contexts are of one length. */
export interface Prompts {
  readonly regions: readonly { readonly embedding: Tensor; readonly shares: Float32Array | undefined }[]
  readonly empty: Tensor
}

interface Size {
  readonly width: number
  readonly height: number
}

type Stores = Pick<EngineContext, 'conditioning' | 'tensors'>

/**
 * Loads the prompts of one side.
 *
 * Prompts without a mask are for the whole picture: they are joined into one. Each prompt with a mask, joined with those, makes a
 * region of its own; where no mask reaches, the prompts for the whole picture count alone. Where masks lie over each other their
 * regions count equally.
 *
 * @param size  of the latents
 */
export async function loadPrompts(context: Stores, fields: readonly ConditioningField[], size: Size): Promise<Prompts> {
  const loaded = await Promise.all(
    fields.map(async ({ conditioning_name, mask }) => ({
      prompt: await context.conditioning.load(conditioning_name),
      mask: mask && shrinkRegion(await context.tensors.load(mask.tensor_name), size),
    })),
  )
  const empty =
    loaded[0]?.prompt.empty ?? refuse('No prompt is connected to the denoiser: connect a positive and a negative one.')
  const everywhere = loaded.filter(({ mask }) => mask === undefined).map(({ prompt }) => prompt)
  const join = (prompts: readonly EncodedPrompt[]) =>
    concatenate(
      prompts.map(({ embedding }) => embedding),
      1,
    )
  const ground = everywhere.length > 0 ? join(everywhere) : empty
  const masked = loaded.flatMap(({ prompt, mask }) => (mask ? [{ embedding: join([...everywhere, prompt]), mask }] : []))
  if (masked.length === 0) return { regions: [{ embedding: ground, shares: undefined }], empty }
  const shares = divideShares(masked.map(({ mask }) => mask))
  const regions = [ground, ...masked.map(({ embedding }) => embedding)].map((embedding, at) => ({
    embedding,
    shares: shares[at] as Float32Array,
  }))
  return { regions: regions.filter(({ shares: own }) => own.some((share) => share > 0)), empty }
}

/** The regions of several sides, all contexts filled up to the length of the longest with the encoding of the empty prompt. */
export function alignContexts(sides: readonly Prompts[]): readonly (readonly Region[])[] {
  const lengths = sides.flatMap(({ regions }) => regions.map(({ embedding }) => embedding.shape[1] ?? 0))
  const longest = Math.max(...lengths)
  return sides.map(({ regions, empty }) =>
    regions.map(({ embedding, shares }) => ({ context: fillUp(embedding, empty, longest), shares })),
  )
}

function fillUp(embedding: Tensor, empty: Tensor, length: number): Tensor {
  const missing = (length - (embedding.shape[1] ?? 0)) / (empty.shape[1] ?? 1)
  if (!Number.isInteger(missing) || embedding.shape[2] !== empty.shape[2]) {
    refuse('The prompts were encoded by different models and do not go together: encode them by one.')
  }
  return concatenate([embedding, ...Array.from({ length: missing }, () => empty)], 1)
}

/** A mask [H, W], with any number of axes of 1 before, at the size of the latents: the pixel at the top left of each decides. */
function shrinkRegion(mask: Tensor, { width, height }: Size): Float32Array {
  const [rows = 0, columns = 0] = mask.shape.slice(-2)
  if (mask.data.length !== rows * columns || mask.data.length === 0) {
    refuse(`The mask of a prompt has the shape [${mask.shape.join(', ')}]: masks are of one channel.`)
  }
  return interpolate(createTensor(mask.data, [1, 1, rows, columns]), { width, height, mode: 'nearest' }).data
}

/** The shares of the ground, first, and of each mask. */
function divideShares(masks: readonly Float32Array[]): readonly Float32Array[] {
  const plane = masks[0]?.length ?? 0
  const total = Float32Array.from({ length: plane }, (_, at) => masks.reduce((sum, mask) => sum + (mask[at] as number), 0))
  return [
    total.map((sum) => Math.max(0, 1 - sum)),
    ...masks.map((mask) => mask.map((value, at) => value / Math.max(1, total[at] as number))),
  ]
}
