import { integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { boundingBoxOutput } from './outputs.ts'

interface Edges {
  readonly x_min?: number
  readonly y_min?: number
  readonly x_max?: number
  readonly y_max?: number
}

function findFault({ x_min, y_min, x_max, y_max }: Edges): string | undefined {
  if (x_min !== undefined && x_max !== undefined && x_max < x_min) return `x_max must not be less than x_min, ${x_min}.`
  if (y_min !== undefined && y_max !== undefined && y_max < y_min) return `y_max must not be less than y_min, ${y_min}.`
  return undefined
}

/** A rectangle made of its edges. */
export const boundingBox = defineNode({
  type: 'bounding_box',
  version: '1.0.0',
  title: 'Bounding Box',
  category: 'primitives',
  tags: ['primitives', 'segmentation', 'collection', 'bounding box'],
  description: 'A rectangle in pixels, made of its edges. The least coordinates lie inside, the greatest outside.',
  inputs: {
    x_min: integerField({ default: 0, description: 'Left edge' }),
    y_min: integerField({ default: 0, description: 'Top edge' }),
    x_max: integerField({ default: 0, description: 'Right edge' }),
    y_max: integerField({ default: 0, description: 'Bottom edge' }),
  },
  output: boundingBoxOutput,
  check: findFault,
  run({ inputs: { x_min, y_min, x_max, y_max } }) {
    const fault = findFault({ x_min, y_min, x_max, y_max })
    if (fault !== undefined) refuse(fault)
    return { bounding_box: { x_min, y_min, x_max, y_max } }
  },
})
