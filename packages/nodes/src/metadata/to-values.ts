import { booleanField, floatField, integerField, type JsonObject, listOf, savedImageInputs, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import {
  booleanCollectionOutput,
  booleanOutput,
  floatCollectionOutput,
  floatOutput,
  integerCollectionOutput,
  integerOutput,
  stringCollectionOutput,
  stringOutput,
} from '../primitives/outputs.ts'
import { findLabelFault, labelInputs, readLabel } from './labels.ts'
import { findValue, type ToValue, toBoolean, toInteger, toNumber, toText } from './read-value.ts'

/*
 * Values taken out of metadata by their keys: one node for each kind of value, and one for lists of it.
 */

const { metadata } = savedImageInputs
const node = { category: 'metadata', classification: 'beta', tags: ['metadata'], check: findLabelFault } as const
const otherwise = { description: 'What to give when the metadata has no such key' }

interface Chosen<T> {
  readonly metadata: JsonObject | null
  readonly label: string
  readonly custom_label: string | null
  readonly default_value: T
}

/** What the metadata has under the chosen key, or what was given for want of it. */
function readOne<T>(inputs: Chosen<T>, toValue: ToValue<T>): T {
  const value = findValue(inputs.metadata, readLabel(inputs))
  return value === undefined ? inputs.default_value : toValue(value)
}

/** The same for a list; a value that is none becomes a list of one. */
function readList<T>(inputs: Chosen<readonly T[]>, toValue: ToValue<T>): readonly T[] {
  const value = findValue(inputs.metadata, readLabel(inputs))
  if (value === undefined) return inputs.default_value
  return Array.isArray(value) ? value.map(toValue) : [toValue(value)]
}

const texts = labelInputs(['positive_prompt', 'positive_style_prompt', 'negative_prompt', 'negative_style_prompt'])
const integers = labelInputs(['width', 'height', 'seed', 'steps', 'clip_skip', 'cfg_scale_start_step', 'cfg_scale_end_step'])
const floats = labelInputs(['cfg_scale', 'cfg_rescale_multiplier', 'guidance'])
const flags = labelInputs(['seamless_x', 'seamless_y'])

/** A text out of metadata. */
export const metadataToString = defineNode({
  ...node,
  type: 'metadata_to_string',
  version: '1.0.0',
  title: 'Metadata To String',
  description: 'The text under a key of metadata. Other values become text, lists and objects JSON.',
  inputs: { metadata, ...texts, default_value: stringField(otherwise) },
  output: stringOutput,
  run: ({ inputs }) => ({ value: readOne(inputs, toText) }),
})

/** Texts out of metadata. */
export const metadataToStringCollection = defineNode({
  ...node,
  type: 'metadata_to_string_collection',
  version: '1.0.0',
  title: 'Metadata To String Collection',
  description: 'The texts under a key of metadata; a single value becomes a list of one.',
  inputs: { metadata, ...texts, default_value: listOf(stringField(), otherwise) },
  output: stringCollectionOutput,
  run: ({ inputs }) => ({ collection: readList(inputs, toText) }),
})

/** A whole number out of metadata. */
export const metadataToInteger = defineNode({
  ...node,
  type: 'metadata_to_integer',
  version: '1.0.0',
  title: 'Metadata To Integer',
  description: 'The whole number under a key of metadata; fractions are cut off. What is no number is refused.',
  inputs: { metadata, ...integers, default_value: integerField(otherwise) },
  output: integerOutput,
  run: ({ inputs }) => ({ value: readOne(inputs, toInteger) }),
})

/** Whole numbers out of metadata. */
export const metadataToIntegerCollection = defineNode({
  ...node,
  type: 'metadata_to_integer_collection',
  version: '1.0.0',
  title: 'Metadata To Integer Collection',
  description: 'The whole numbers under a key of metadata; a single value becomes a list of one. What is no number is refused.',
  inputs: { metadata, ...integers, default_value: listOf(integerField(), otherwise) },
  output: integerCollectionOutput,
  run: ({ inputs }) => ({ collection: readList(inputs, toInteger) }),
})

/** A number out of metadata. */
export const metadataToFloat = defineNode({
  ...node,
  type: 'metadata_to_float',
  version: '1.1.0',
  title: 'Metadata To Float',
  description: 'The number under a key of metadata. What is none is refused.',
  inputs: { metadata, ...floats, default_value: floatField(otherwise) },
  output: floatOutput,
  run: ({ inputs }) => ({ value: readOne(inputs, toNumber) }),
})

/** Numbers out of metadata. */
export const metadataToFloatCollection = defineNode({
  ...node,
  type: 'metadata_to_float_collection',
  version: '1.0.0',
  title: 'Metadata To Float Collection',
  description: 'The numbers under a key of metadata; a single value becomes a list of one. What is no number is refused.',
  inputs: { metadata, ...floats, default_value: listOf(floatField(), otherwise) },
  output: floatCollectionOutput,
  run: ({ inputs }) => ({ collection: readList(inputs, toNumber) }),
})

/** A truth value out of metadata. */
export const metadataToBool = defineNode({
  ...node,
  type: 'metadata_to_bool',
  version: '1.0.0',
  title: 'Metadata To Bool',
  description: 'The truth value under a key of metadata. Of other values, zero and what is empty are false.',
  inputs: { metadata, ...flags, default_value: booleanField(otherwise) },
  output: booleanOutput,
  run: ({ inputs }) => ({ value: readOne(inputs, toBoolean) }),
})

/** Truth values out of metadata. */
export const metadataToBoolCollection = defineNode({
  ...node,
  type: 'metadata_to_bool_collection',
  version: '1.0.0',
  title: 'Metadata To Bool Collection',
  description: 'The truth values under a key of metadata; a single value becomes a list of one.',
  inputs: { metadata, ...flags, default_value: listOf(booleanField(), otherwise) },
  output: booleanCollectionOutput,
  run: ({ inputs }) => ({ collection: readList(inputs, toBoolean) }),
})
