import { floatField, imageField, integerField, listOf, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { floatOutput, integerOutput, stringOutput } from '../primitives/outputs.ts'
import { batchGroupField, resolvedByEditor } from './resolved-by-editor.ts'

/*
 * Lists of which each value makes a session of its own.
 */

/** Images, each for a session of its own. */
export const imageBatch = defineNode({
  ...resolvedByEditor('Image Batch'),
  type: 'image_batch',
  version: '1.0.0',
  title: 'Image Batch',
  tags: ['primitives', 'image', 'batch', 'special'],
  description: 'Makes a session for each of the images.',
  inputs: { batch_group_id: batchGroupField(), images: listOf(imageField(), { minItems: 1, description: 'The images' }) },
  output: imageOutput,
})

/** Texts, each for a session of its own. */
export const stringBatch = defineNode({
  ...resolvedByEditor('String Batch'),
  type: 'string_batch',
  version: '1.0.0',
  title: 'String Batch',
  tags: ['primitives', 'string', 'batch', 'special'],
  description: 'Makes a session for each of the texts.',
  inputs: { batch_group_id: batchGroupField(), strings: listOf(stringField(), { minItems: 1, description: 'The texts' }) },
  output: stringOutput,
})

/** Whole numbers, each for a session of its own. */
export const integerBatch = defineNode({
  ...resolvedByEditor('Integer Batch'),
  type: 'integer_batch',
  version: '1.0.0',
  title: 'Integer Batch',
  tags: ['primitives', 'integer', 'number', 'batch', 'special'],
  description: 'Makes a session for each of the whole numbers.',
  inputs: { batch_group_id: batchGroupField(), integers: listOf(integerField(), { minItems: 1, description: 'The numbers' }) },
  output: integerOutput,
})

/** Numbers, each for a session of its own. */
export const floatBatch = defineNode({
  ...resolvedByEditor('Float Batch'),
  type: 'float_batch',
  version: '1.0.0',
  title: 'Float Batch',
  tags: ['primitives', 'float', 'number', 'batch', 'special'],
  description: 'Makes a session for each of the numbers.',
  inputs: { batch_group_id: batchGroupField(), floats: listOf(floatField(), { minItems: 1, description: 'The numbers' }) },
  output: floatOutput,
})
