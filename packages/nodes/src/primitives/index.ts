import type { EngineNode } from '../engine-types.ts'
import { boundingBox } from './bounding-box.ts'
import { color } from './color.ts'
import { image } from './image.ts'
import { boolean, float, integer, string } from './single-values.ts'

/** The nodes of this folder. */
export const PRIMITIVE_NODES: readonly EngineNode[] = [boolean, integer, float, string, color, image, boundingBox]
