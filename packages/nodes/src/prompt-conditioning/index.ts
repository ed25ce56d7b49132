import type { EngineNode } from '../engine-types.ts'
import { compel } from './compel.ts'
import { conditioning } from './conditioning.ts'
import { conditioningCollection } from './conditioning-collection.ts'

/** Nodes that encode prompts and pass encoded ones on. */
export const CONDITIONING_NODES: readonly EngineNode[] = [compel, conditioning, conditioningCollection]
