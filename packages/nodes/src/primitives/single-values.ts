import { booleanField, floatField, integerField, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { booleanOutput, floatOutput, integerOutput, stringOutput } from './outputs.ts'

/*
 * Values that stand in a graph by themselves, so that several nodes can use them and batches can replace them.
 */

/** True or false. */
export const boolean = defineNode({
  type: 'boolean',
  version: '1.0.1',
  title: 'Boolean Primitive',
  category: 'primitives',
  tags: ['primitives', 'boolean'],
  description: 'True or false.',
  inputs: { value: booleanField({ default: false, description: 'The truth value' }) },
  output: booleanOutput,
  run: ({ inputs: { value } }) => ({ value }),
})

/** A whole number. */
export const integer = defineNode({
  type: 'integer',
  version: '1.0.1',
  title: 'Integer Primitive',
  category: 'primitives',
  tags: ['primitives', 'integer'],
  description: 'A whole number.',
  inputs: { value: integerField({ default: 0, description: 'The whole number' }) },
  output: integerOutput,
  run: ({ inputs: { value } }) => ({ value }),
})

/** A number. */
export const float = defineNode({
  type: 'float',
  version: '1.0.1',
  title: 'Float Primitive',
  category: 'primitives',
  tags: ['primitives', 'float'],
  description: 'A number.',
  inputs: { value: floatField({ default: 0, description: 'The number' }) },
  output: floatOutput,
  run: ({ inputs: { value } }) => ({ value }),
})

/** A text. */
export const string = defineNode({
  type: 'string',
  version: '1.0.1',
  title: 'String Primitive',
  category: 'primitives',
  tags: ['primitives', 'string'],
  description: 'A text.',
  inputs: { value: stringField({ default: '', component: 'textarea', description: 'The text' }) },
  output: stringOutput,
  run: ({ inputs: { value } }) => ({ value }),
})
