import { imageField, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { stringOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { metadataOutput } from './outputs.ts'

/** What is kept with an image. */
export const metadataFromImage = defineNode({
  type: 'metadata_from_image',
  version: '1.0.1',
  title: 'Metadata From Image',
  category: 'metadata',
  classification: 'beta',
  tags: ['metadata'],
  description: 'What is kept with an image; empty when nothing is.',
  inputs: { image: imageField({ description: 'The image' }) },
  output: metadataOutput,
  run: async ({ inputs: { image }, images }) => ({ metadata: (await images.loadMetadata(image)) ?? {} }),
})

/** One text that is kept with an image. */
export const metadataFieldExtractor = defineNode({
  type: 'metadata_field_extractor',
  version: '1.0.0',
  title: 'Metadata Field Extractor',
  category: 'metadata',
  classification: 'deprecated',
  tags: ['metadata'],
  description:
    'One text of what is kept with an image, by its key. A key that is not there, or has another value than a text, is refused.',
  inputs: { image: imageField({ description: 'The image' }), key: stringField({ description: 'The key' }) },
  output: stringOutput,
  async run({ inputs: { image, key }, images }) {
    const metadata = await images.loadMetadata(image)
    if (metadata === null) refuse(`No metadata is kept with the image ${image.image_name}.`)
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined
    if (value === undefined) refuse(`The metadata of the image ${image.image_name} has no key ${key}.`)
    return { value: typeof value === 'string' ? value : refuse(`The metadata under the key ${key} is no text.`) }
  },
})
