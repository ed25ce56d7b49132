import { combine, concatenate, mapElements, sliceFirstAxis, type Tensor } from '../tensor/index.ts'
import type { PromptChunk } from './prompt-chunks.ts'

/**
 * Runs the text encoder on rows of token ids, all of the encoder's length L.
 *
 * @param ids   [N][L]
 * @param keep  [N][L]; false hides a token from all others. Left out when nothing is hidden
 * @returns     f32 [N, L, width]
 */
export type EncodeTokens = (ids: readonly (readonly number[])[], keep?: readonly (readonly boolean[])[]) => Promise<Tensor>

/** Rows of one call of the encoder, which bounds what a call takes. */
const MAX_ROWS = 32

/**
 * The conditioning of a weighted prompt. With x the encoding of a chunk, e that of the empty prompt, and xₖ that of the chunk
 * with fragment k hidden from attention, one xₖ for each fragment of a weight wₖ < 1:
 *
 *   lₖ = tan((1 − max(wₖ, 10⁻⁵))·π/2)      x' = (x + Σ lₖ·xₖ) / (1 + Σ lₖ)      c = e + (x' − e)·w, w by token
 *
 * so a fragment of weight 0.5 is half way to not being there, and one of 0 is gone. The sums go over all fragments of the
 * prompt: in chunks that a fragment does not reach, xₖ is x. Chunks are joined along the tokens.
 *
 * An unweighted prompt is encoded once, one row a chunk; for a weighted one the variants of all chunks share as few calls as
 * their number allows.
 *
 * @param chunks  at least one, all of one prompt
 * @param empty   the chunk of the empty prompt
 * @returns       f32 [1, chunks · L, width]
 * @source        compel 2.0.3, `EmbeddingsProvider.get_embeddings_for_weighted_prompt_fragments` with `DownweightMode.MASK`
 */
export async function encodeWeightedPrompt(
  chunks: readonly PromptChunk[],
  empty: PromptChunk,
  encode: EncodeTokens,
): Promise<Tensor> {
  const lerpWeights = findLerpWeights(chunks)
  const rows = chunks.map((chunk) => [undefined, ...fragmentsOf(chunk, lerpWeights)].map((hidden) => ({ chunk, hidden })))
  const isWeighted = chunks.some(({ weights }) => weights.some((weight) => weight !== 1))
  const encodings = await encodeRows([...rows.flat(), ...(isWeighted ? [{ chunk: empty, hidden: undefined }] : [])], encode)
  if (!isWeighted) return concatenate(encodings, 1)

  const emptyEncoding = encodings.at(-1) as Tensor
  let at = 0
  const weighted = chunks.map((chunk, index) => {
    const variants = (rows[index] ?? []).map(({ hidden }) => ({ hidden, encoding: encodings[at++] as Tensor }))
    return scaleTokens(lerpVariants(variants, lerpWeights), emptyEncoding, chunk.weights)
  })
  return concatenate(weighted, 1)
}

/**
 * Makes two conditionings equally long by appending the encoding of the empty prompt to the shorter one.
 *
 * @param a      f32 [1, m · L, width]
 * @param b      f32 [1, n · L, width]
 * @param empty  encoding of the empty prompt, f32 [1, L, width]
 * @throws       RangeError when widths differ or a length is no multiple of L
 * @source       compel 2.0.3, `pad_conditioning_tensors_to_same_length`
 */
export function padConditioning(a: Tensor, b: Tensor, empty: Tensor): [Tensor, Tensor] {
  const length = Math.max(tokensOf(a), tokensOf(b))
  return [padTo(length, a, empty), padTo(length, b, empty)]
}

function padTo(length: number, conditioning: Tensor, empty: Tensor): Tensor {
  const missing = (length - tokensOf(conditioning)) / tokensOf(empty)
  if (!Number.isInteger(missing)) {
    throw new RangeError(`chunks of ${tokensOf(empty)} tokens do not fill up ${tokensOf(conditioning)} tokens to ${length}`)
  }
  return concatenate([conditioning, ...Array.from({ length: missing }, () => empty)], 1)
}

function tokensOf(conditioning: Tensor): number {
  return conditioning.shape[1] ?? 0
}

/** Weights below this would need an infinite one on the other side. */
const SMALLEST_WEIGHT = 1e-5

/** lₖ of every fragment that has a weight below 1 and tokens, by its index. */
function findLerpWeights(chunks: readonly PromptChunk[]): Map<number, number> {
  const lerpWeights = new Map<number, number>()
  for (const { fragments, weights } of chunks) {
    fragments.forEach((fragment, at) => {
      const weight = weights[at] ?? 1
      if (weight < 1) lerpWeights.set(fragment, Math.tan(((1 - Math.max(SMALLEST_WEIGHT, weight)) * Math.PI) / 2))
    })
  }
  return lerpWeights
}

/** The fragments with a weight below 1 that have tokens in `chunk`, in order. */
function fragmentsOf(chunk: PromptChunk, lerpWeights: ReadonlyMap<number, number>): number[] {
  return [...new Set(chunk.fragments)].filter((fragment) => lerpWeights.has(fragment))
}

interface Row {
  readonly chunk: PromptChunk
  /** The fragment to hide. */
  readonly hidden: number | undefined
}

/** One f32 [1, L, width] a row, in the same order. */
async function encodeRows(rows: readonly Row[], encode: EncodeTokens): Promise<Tensor[]> {
  const encodings: Tensor[] = []
  for (let start = 0; start < rows.length; start += MAX_ROWS) {
    const batch = rows.slice(start, start + MAX_ROWS)
    const ids = batch.map(({ chunk }) => chunk.ids)
    const hidesNothing = batch.every(({ hidden }) => hidden === undefined)
    const keep = batch.map(({ chunk, hidden }) => chunk.fragments.map((fragment) => fragment !== hidden))
    const encoded = await (hidesNothing ? encode(ids) : encode(ids, keep))
    for (let row = 0; row < batch.length; row++) encodings.push(sliceFirstAxis(encoded, row, row + 1))
  }
  return encodings
}

/** x' of the formula. */
function lerpVariants(
  variants: readonly { hidden: number | undefined; encoding: Tensor }[],
  lerpWeights: ReadonlyMap<number, number>,
): Tensor {
  const total = 1 + [...lerpWeights.values()].reduce((sum, weight) => sum + weight, 0)
  const masked = variants.flatMap(({ hidden, encoding }) =>
    hidden === undefined ? [] : [[lerpWeights.get(hidden) ?? 0, encoding] as const],
  )
  const base = variants.find(({ hidden }) => hidden === undefined)?.encoding as Tensor
  const baseWeight = total - masked.reduce((sum, [weight]) => sum + weight, 0)
  return combine([baseWeight / total, base], ...masked.map(([weight, encoding]) => [weight / total, encoding] as const))
}

/** e + (x − e)·w for each token. */
function scaleTokens(encoding: Tensor, empty: Tensor, weights: readonly number[]): Tensor {
  const width = encoding.data.length / weights.length
  return mapElements(encoding, (value, at) => {
    const base = empty.data[at] as number
    return base + (value - base) * (weights[Math.floor(at / width)] as number)
  })
}
