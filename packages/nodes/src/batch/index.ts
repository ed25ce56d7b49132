import type { EngineNode } from '../engine-types.ts'
import { floatBatch, imageBatch, integerBatch, stringBatch } from './batches.ts'
import { floatGenerator, imageGenerator, integerGenerator, stringGenerator } from './generators.ts'

/** The nodes of this folder. */
export const BATCH_NODES: readonly EngineNode[] = [
  imageBatch,
  stringBatch,
  integerBatch,
  floatBatch,
  imageGenerator,
  stringGenerator,
  integerGenerator,
  floatGenerator,
]
