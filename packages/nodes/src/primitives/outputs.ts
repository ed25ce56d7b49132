import {
  booleanField,
  boundingBoxField,
  colorField,
  defineOutput,
  floatField,
  imageField,
  integerField,
  listOf,
  stringField,
} from '@bottega/graph'

/*
 * Single values and lists of them, as nodes of several folders give them.
 */

/** True or false. */
export const booleanOutput = defineOutput(
  'boolean_output',
  { value: booleanField({ description: 'The truth value' }) },
  { description: 'True or false.' },
)

/** A whole number. */
export const integerOutput = defineOutput(
  'integer_output',
  { value: integerField({ description: 'The whole number' }) },
  { description: 'A whole number.' },
)

/** A number. */
export const floatOutput = defineOutput(
  'float_output',
  { value: floatField({ description: 'The number' }) },
  { description: 'A number.' },
)

/** A text. */
export const stringOutput = defineOutput(
  'string_output',
  { value: stringField({ description: 'The text' }) },
  { description: 'A text.' },
)

/** A colour. */
export const colorOutput = defineOutput(
  'color_output',
  { color: colorField({ description: 'The colour' }) },
  { description: 'A colour.' },
)

/** A rectangle in pixels. */
export const boundingBoxOutput = defineOutput(
  'bounding_box_output',
  { bounding_box: boundingBoxField({ description: 'The rectangle' }) },
  { description: 'A rectangle in pixels.' },
)

/** Truth values. */
export const booleanCollectionOutput = defineOutput(
  'boolean_collection_output',
  { collection: listOf(booleanField(), { description: 'The truth values' }) },
  { description: 'Truth values.' },
)

/** Whole numbers. */
export const integerCollectionOutput = defineOutput(
  'integer_collection_output',
  { collection: listOf(integerField(), { description: 'The whole numbers' }) },
  { description: 'Whole numbers.' },
)

/** Numbers. */
export const floatCollectionOutput = defineOutput(
  'float_collection_output',
  { collection: listOf(floatField(), { description: 'The numbers' }) },
  { description: 'Numbers.' },
)

/** Texts. */
export const stringCollectionOutput = defineOutput(
  'string_collection_output',
  { collection: listOf(stringField(), { description: 'The texts' }) },
  { description: 'Texts.' },
)

/** Images. */
export const imageCollectionOutput = defineOutput(
  'image_collection_output',
  { collection: listOf(imageField(), { description: 'The images' }) },
  { description: 'Images.' },
)
