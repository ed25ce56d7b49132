import type { CallRequest } from '@bottega/client'
import { buildGraph, type ImageToImageForm, type TextToImageForm } from '@bottega/graph'
import { MAX_SEED } from '../form/faults.ts'

/** What a person wants to see. */
export type Wish = TextToImageForm | ImageToImageForm

/** How many pictures a wish stands for. */
export interface BatchOptions {
  /** The wish's own, or all that it means. */
  readonly prompts: readonly string[]
  /** Seeds in a row for each prompt. */
  readonly count: number
  /** Before what its owner has waiting. */
  readonly isFirst: boolean
}

type Enqueue = CallRequest<'enqueueBatch'>['body']

/**
 * The batch that fulfils a wish. Prompts and seeds stand in its data, so that the queue can show them without the graph.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 */
export function buildBatch(wish: Wish, { prompts, count, isFirst }: BatchOptions, newSuffix: () => string): Enqueue {
  const { graph, seed, positivePrompt, negativePrompt } = buildGraph(wish, newSuffix)
  const put = (node_path: string, items: readonly (string | number)[]) => ({ node_path, field_name: 'value', items })
  return {
    batch: {
      graph,
      data: [
        [put(seed, listSeeds(wish.seed, count))],
        [put(positivePrompt, prompts)],
        [put(negativePrompt, [wish.negativePrompt])],
      ],
      origin: 'page',
      runs: 1,
    },
    prepend: isFirst,
  }
}

/** Seeds in a row; after the largest comes the smallest. */
function listSeeds(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => (first + at) % (MAX_SEED + 1))
}
