import type { EngineNode } from '../engine-types.ts'
import { floatMath } from './float-math.ts'
import { floatRange } from './float-range.ts'
import { floatToInt } from './float-to-int.ts'
import { choose } from './if.ts'
import { add, div, mul, sub } from './integer-arithmetic.ts'
import { integerMath } from './integer-math.ts'
import { randFloat } from './rand-float.ts'
import { randInt } from './rand-int.ts'
import { roundFloat } from './round-float.ts'

/** The nodes of this folder. */
export const MATH_NODES: readonly EngineNode[] = [
  add,
  sub,
  mul,
  div,
  integerMath,
  floatMath,
  roundFloat,
  floatToInt,
  floatRange,
  randInt,
  randFloat,
  choose,
]
