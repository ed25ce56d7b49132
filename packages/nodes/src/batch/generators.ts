import {
  defineOutput,
  type Field,
  type FieldOptions,
  floatField,
  imageField,
  integerField,
  listOf,
  makeField,
  stringField,
  valueObject,
} from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { resolvedByEditor } from './resolved-by-editor.ts'

/*
 * Lists that an editor makes up: sequences, chance, lines of a text, the images of a board.
 */

const options: FieldOptions = { input: 'direct', title: 'Generator Type', description: 'How the values are made up' }

/** What an editor keeps of a generator is the editor's own. */
const generatorField = (name: string): Field<object> =>
  makeField(valueObject(name, 'How an editor makes up a list of values.', {}), options)

const integers = listOf(integerField(), { description: 'The numbers' })
const floats = listOf(floatField(), { description: 'The numbers' })
const strings = listOf(stringField(), { description: 'The texts' })
const images = listOf(imageField(), { description: 'The images' })

/** Whole numbers that are made up. */
export const integerGenerator = defineNode({
  ...resolvedByEditor('Integer Generator'),
  type: 'integer_generator',
  version: '1.0.0',
  title: 'Integer Generator',
  tags: ['primitives', 'int', 'number', 'batch', 'special'],
  description: 'Makes up whole numbers for a batch.',
  inputs: { generator: generatorField('IntegerGeneratorField') },
  output: defineOutput('integer_generator_output', { integers }, { description: 'Whole numbers for a batch.' }),
})

/** Numbers that are made up. */
export const floatGenerator = defineNode({
  ...resolvedByEditor('Float Generator'),
  type: 'float_generator',
  version: '1.0.0',
  title: 'Float Generator',
  tags: ['primitives', 'float', 'number', 'batch', 'special'],
  description: 'Makes up numbers for a batch.',
  inputs: { generator: generatorField('FloatGeneratorField') },
  output: defineOutput('float_generator_output', { floats }, { description: 'Numbers for a batch.' }),
})

/** Texts that are made up. */
export const stringGenerator = defineNode({
  ...resolvedByEditor('String Generator'),
  type: 'string_generator',
  version: '1.0.0',
  title: 'String Generator',
  tags: ['primitives', 'string', 'batch', 'special'],
  description: 'Makes up texts for a batch.',
  inputs: { generator: generatorField('StringGeneratorField') },
  output: defineOutput('string_generator_output', { strings }, { description: 'Texts for a batch.' }),
})

/** Images that are gathered. */
export const imageGenerator = defineNode({
  ...resolvedByEditor('Image Generator'),
  type: 'image_generator',
  version: '1.0.0',
  title: 'Image Generator',
  tags: ['primitives', 'board', 'image', 'batch', 'special'],
  description: 'Gathers images for a batch.',
  inputs: { generator: generatorField('ImageGeneratorField') },
  output: defineOutput('image_generator_output', { images }, { description: 'Images for a batch.' }),
})
