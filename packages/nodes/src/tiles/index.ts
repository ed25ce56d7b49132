import type { EngineNode } from '../engine-types.ts'
import { calculateImageTiles, calculateImageTilesEvenSplit, calculateImageTilesMinOverlap } from './calculate.ts'
import { mergeTilesToImage } from './merge-tiles-to-image.ts'
import { pairTileImage, tileToProperties } from './tile-values.ts'

/** The nodes of this folder. */
export const TILE_NODES: readonly EngineNode[] = [
  calculateImageTiles,
  calculateImageTilesEvenSplit,
  calculateImageTilesMinOverlap,
  tileToProperties,
  pairTileImage,
  mergeTilesToImage,
]
