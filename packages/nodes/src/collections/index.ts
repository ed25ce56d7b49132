import type { EngineNode } from '../engine-types.ts'
import { collect } from './collect.ts'
import { iterate } from './iterate.ts'
import { booleanCollection, floatCollection, imageCollection, integerCollection, stringCollection } from './lists.ts'
import { randomRange } from './random-range.ts'
import { range, rangeOfSize } from './range.ts'

/** The nodes of this folder. */
export const COLLECTION_NODES: readonly EngineNode[] = [
  range,
  rangeOfSize,
  randomRange,
  booleanCollection,
  integerCollection,
  floatCollection,
  stringCollection,
  imageCollection,
  collect,
  iterate,
]
