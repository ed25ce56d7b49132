import type { CallRequest } from '@bottega/client'
import { buildTextToImageGraph } from '@bottega/graph'
import type { PaintingModel } from '../models/index.ts'
import type { Settings } from './settings.ts'

/** What a person wants to see. */
export interface Wish extends Settings {
  readonly model: PaintingModel
  readonly positivePrompt: string
  readonly negativePrompt: string
  /** 0..4294967295 */
  readonly seed: number
}

type Enqueue = CallRequest<'enqueueBatch'>['body']

/** The batch that fulfils a wish. Prompt and seed stand in its data, so that the queue can show them without the graph. */
export function buildBatch(wish: Wish, newSuffix: () => string): Enqueue {
  const { graph, seed, positivePrompt } = buildTextToImageGraph(wish, newSuffix)
  const put = (node_path: string, value: string | number) => ({ node_path, field_name: 'value', items: [value] })
  return {
    // requests are written with lists that may change
    batch: {
      graph: { ...graph, edges: [...graph.edges] },
      data: [[put(seed, wish.seed)], [put(positivePrompt, wish.positivePrompt)]],
      origin: 'page',
      runs: 1,
    },
  }
}
