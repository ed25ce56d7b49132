import type { EngineNode } from '../engine-types.ts'
import { stringJoin, stringJoinThree } from './join.ts'
import { stringReplace } from './replace.ts'
import { stringSplit, stringSplitNeg } from './split.ts'

/** The nodes of this folder. */
export const STRING_NODES: readonly EngineNode[] = [stringJoin, stringJoinThree, stringReplace, stringSplit, stringSplitNeg]
