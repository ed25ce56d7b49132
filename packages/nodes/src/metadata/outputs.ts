import { defineOutput, metadataField, metadataItemField } from '@bottega/graph'

/** Metadata. */
export const metadataOutput = defineOutput(
  'metadata_output',
  { metadata: metadataField({ description: 'The metadata' }) },
  { description: 'What is kept with an image.' },
)

/** One entry of metadata. */
export const metadataItemOutput = defineOutput(
  'metadata_item_output',
  { item: metadataItemField({ description: 'The entry' }) },
  { description: 'One entry of metadata.' },
)
