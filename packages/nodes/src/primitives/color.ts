import { colorField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { colorOutput } from './outputs.ts'

/** A colour. */
export const color = defineNode({
  type: 'color',
  version: '1.0.1',
  title: 'Color Primitive',
  category: 'primitives',
  tags: ['primitives', 'color'],
  description: 'A colour with its opacity.',
  inputs: { color: colorField({ default: { r: 0, g: 0, b: 0, a: 255 }, description: 'The colour' }) },
  output: colorOutput,
  run: ({ inputs }) => ({ color: inputs.color }),
})
