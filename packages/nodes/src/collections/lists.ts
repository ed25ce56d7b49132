import { booleanField, floatField, imageField, integerField, listOf, optional, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import {
  booleanCollectionOutput,
  floatCollectionOutput,
  imageCollectionOutput,
  integerCollectionOutput,
  stringCollectionOutput,
} from '../primitives/outputs.ts'

/*
 * Lists that stand in a graph by themselves.
 */

/** A list of truth values. */
export const booleanCollection = defineNode({
  type: 'boolean_collection',
  version: '1.0.2',
  title: 'Boolean Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'boolean', 'collection'],
  description: 'A list of truth values.',
  inputs: { collection: listOf(booleanField(), { default: [], description: 'The truth values' }) },
  output: booleanCollectionOutput,
  run: ({ inputs: { collection } }) => ({ collection }),
})

/** A list of whole numbers. */
export const integerCollection = defineNode({
  type: 'integer_collection',
  version: '1.0.2',
  title: 'Integer Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'integer', 'collection'],
  description: 'A list of whole numbers.',
  inputs: { collection: listOf(integerField(), { default: [], description: 'The whole numbers' }) },
  output: integerCollectionOutput,
  run: ({ inputs: { collection } }) => ({ collection }),
})

/** A list of numbers. */
export const floatCollection = defineNode({
  type: 'float_collection',
  version: '1.0.2',
  title: 'Float Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'float', 'collection'],
  description: 'A list of numbers.',
  inputs: { collection: listOf(floatField(), { default: [], description: 'The numbers' }) },
  output: floatCollectionOutput,
  run: ({ inputs: { collection } }) => ({ collection }),
})

/** A list of texts. */
export const stringCollection = defineNode({
  type: 'string_collection',
  version: '1.0.2',
  title: 'String Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'string', 'collection'],
  description: 'A list of texts.',
  inputs: { collection: listOf(stringField(), { default: [], description: 'The texts' }) },
  output: stringCollectionOutput,
  run: ({ inputs: { collection } }) => ({ collection }),
})

/** A list of images, begun by another list. */
export const imageCollection = defineNode({
  type: 'image_collection',
  version: '1.0.2',
  title: 'Image Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'image', 'collection'],
  description: 'A list of images: those of a connected list first, then the chosen ones.',
  inputs: {
    collection: optional(
      listOf(imageField(), { title: 'Collection', input: 'connection', uiOrder: 0, description: 'Images to begin with' }),
    ),
    images: optional(listOf(imageField(), { title: 'Images', input: 'direct', uiOrder: 1, description: 'Images to add' })),
  },
  output: imageCollectionOutput,
  run: ({ inputs: { collection, images } }) => ({ collection: [...(collection ?? []), ...(images ?? [])] }),
})
