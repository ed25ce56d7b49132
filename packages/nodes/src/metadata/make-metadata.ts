import { anyField, asList, listOf, metadataField, metadataItemField, oneOrMany, stringField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { APP_VERSION } from './app-version.ts'
import { metadataItemOutput, metadataOutput } from './outputs.ts'

/** One entry of metadata. */
export const metadataItem = defineNode({
  type: 'metadata_item',
  version: '1.0.1',
  title: 'Metadata Item',
  category: 'metadata',
  tags: ['metadata'],
  description: 'One entry of metadata: a key and any value.',
  inputs: { label: stringField({ description: 'The key' }), value: anyField({ description: 'The value' }) },
  output: metadataItemOutput,
  run: ({ inputs: { label, value } }) => ({ item: { label, value } }),
})

/** Metadata of entries. */
export const metadata = defineNode({
  type: 'metadata',
  version: '1.0.1',
  title: 'Metadata',
  category: 'metadata',
  tags: ['metadata'],
  description: 'Metadata made of entries; of two with the same key the later counts. The version of the program is added.',
  inputs: { items: oneOrMany(metadataItemField(), { description: 'The entries' }) },
  output: metadataOutput,
  run({ inputs: { items } }) {
    return { metadata: { ...Object.fromEntries(asList(items).map(({ label, value }) => [label, value])), ...APP_VERSION } }
  },
})

/** Several metadata as one. */
export const mergeMetadata = defineNode({
  type: 'merge_metadata',
  version: '1.0.1',
  title: 'Metadata Merge',
  category: 'metadata',
  tags: ['metadata'],
  description: 'Puts several metadata together; of a key that several have, the last counts.',
  inputs: { collection: listOf(metadataField(), { description: 'The metadata' }) },
  output: metadataOutput,
  run: ({ inputs: { collection } }) => ({ metadata: Object.fromEntries(collection.flatMap((one) => Object.entries(one))) }),
})
